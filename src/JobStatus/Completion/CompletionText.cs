using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace JobStatus.Completion;

/// <summary>
/// Creates completion results. Inserted text is quoted so that PowerShell reads it as the offered value, and displayed
/// text contains no terminal escapes.
/// </summary>
internal static class CompletionText
{
    /// <summary>Longer texts are truncated for display, and are never inserted into a command.</summary>
    public const int MaxLength = 200;

    private const int MaxMenuLength = 60;

    // Longer numbers can overflow a 64-bit integer.
    private const int MaxDigits = 18;

    /// <summary>Removes the quotes from the word that the user typed, if there are any.</summary>
    public static string Unquote(string word)
    {
        if (word.Length == 0 || word[0] is not ('\'' or '"'))
        {
            return word;
        }

        string quote = word.Substring(0, 1);
        string inner = word.Substring(1);
        string content = inner.EndsWith(quote, StringComparison.Ordinal) ? inner.Substring(0, inner.Length - 1) : inner;
        return content.Replace(quote + quote, quote);
    }

    /// <summary>Checks whether a text can be inserted into a command: one short line without hidden characters.</summary>
    public static bool IsSafe(string? text) =>
        text is { Length: > 0 and < MaxLength }
        && (IsBareWord(text)
            || (!text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029')
                && DisplayText.OneLine(text) is { } shown
                && !shown.Contains("\uFFFD")));

    /// <summary>Quotes a text if a command needs the quotes.</summary>
    public static string Quote(string text) => IsBareWord(text) ? text : QuoteAlways(text);

    public static string QuoteAlways(string text) => "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";

    /// <summary>Creates a result that inserts a value, quoted if necessary.</summary>
    public static CompletionResult CreateResult(string value, string? label = null, string? toolTip = null) =>
        CreateCodeResult(Quote(value), label ?? value, toolTip);

    /// <summary>Creates a result that inserts PowerShell code.</summary>
    public static CompletionResult CreateCodeResult(string code, string label, string? toolTip = null)
    {
        string shown = DisplayText.OneLine(label) ?? code;
        return new CompletionResult(
            code,
            Truncate(shown, MaxMenuLength),
            CompletionResultType.ParameterValue,
            Truncate(DisplayText.OneLine(toolTip) ?? shown, MaxLength * 5));
    }

    /// <summary>
    /// Creates a result that inserts an id. The menu also shows the name, and the tooltip shows the name and the state.
    /// </summary>
    public static CompletionResult CreateIdResult(CompletionCandidate candidate)
    {
        string? name = DisplayText.OneLine(candidate.Name);
        string? state = candidate.State?.ToString();
        return CreateResult(
            candidate.Id,
            name is null ? candidate.Id : $"{candidate.Id}  {name}",
            name is null ? state ?? candidate.Id : state is null ? name : $"{name} ({state})");
    }

    public static string Truncate(string text, int maxLength) =>
        text.Length <= maxLength
            ? text
            : text.Remove(char.IsHighSurrogate(text[maxLength - 2]) ? maxLength - 2 : maxLength - 1) + "…";

    // PowerShell reads a bare integer with its digits, and a bare word as a string. Other texts, such as 0x10, 1e5 or
    // 2kb, would be read as different numbers.
    private static bool IsBareWord(string text)
    {
        bool isNumber = text[0] is >= '1' and <= '9' && text.Length <= MaxDigits;
        bool isWord = IsLetter(text[0]);
        foreach (char c in text)
        {
            bool isDigit = c is >= '0' and <= '9';
            isNumber &= isDigit;
            isWord &= isDigit || IsLetter(c) || c is '_' or '-' or '.';
        }

        return isNumber || isWord;
    }

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
