using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace JobStatus.Completion;

/// <summary>Writes what is offered: what goes into the command means what it says, what is shown is harmless.</summary>
internal static class CompletionText
{
    /// <summary>Longer texts are shown cut, and never put into a command.</summary>
    public const int Longest = 200;

    private const int LongestInMenu = 60;

    // More digits than this are no longer read as one number.
    private const int MostDigits = 18;

    /// <summary>What was typed, without the quotes that it may have.</summary>
    public static string Unquote(string word)
    {
        if (word.Length == 0 || word[0] is not ('\'' or '"'))
        {
            return word;
        }

        string quote = word.Substring(0, 1);
        string inner = word.Substring(1);
        return (inner.EndsWith(quote, StringComparison.Ordinal) ? inner.Substring(0, inner.Length - 1) : inner).Replace(quote + quote, quote);
    }

    /// <summary>Whether a text may be put into somebody's command: one line, short enough to read, with nothing in it that hides.</summary>
    public static bool IsPlain(string? text) =>
        text is { Length: > 0 and < Longest }
        && (IsBareWord(text)
            || (!text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029')
                && DisplayText.OneLine(text) is { } shown
                && !shown.Contains("\uFFFD")));

    /// <summary>The text as it stands in a command, quoted where it must be.</summary>
    public static string Quote(string text) => IsBareWord(text) ? text : QuoteAlways(text);

    /// <summary>The text in quotes.</summary>
    public static string QuoteAlways(string text) => "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";

    /// <summary>Offers a value that goes into the command as it is.</summary>
    public static CompletionResult Offer(string value, string? label = null, string? toolTip = null) =>
        OfferCode(Quote(value), label ?? value, toolTip);

    /// <summary>Offers a piece of a command.</summary>
    public static CompletionResult OfferCode(string code, string label, string? toolTip = null)
    {
        string shown = DisplayText.OneLine(label) ?? code;
        return new CompletionResult(
            code,
            Cut(shown, LongestInMenu),
            CompletionResultType.ParameterValue,
            Cut(DisplayText.OneLine(toolTip) ?? shown, Longest * 5));
    }

    /// <summary>Offers an id: the name beside it in the menu, and all that is known as the tooltip.</summary>
    public static CompletionResult OfferId(Choice choice)
    {
        string? name = DisplayText.OneLine(choice.Name);
        string? state = choice.State?.ToString();
        return Offer(
            choice.Id,
            name is null ? choice.Id : $"{choice.Id}  {name}",
            name is null ? state ?? choice.Id : state is null ? name : $"{name} ({state})");
    }

    public static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text.Remove(char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1) + "…";

    // A number keeps its digits, and a word is a word; 0x10, 1e5 and 2kb would be numbers too.
    private static bool IsBareWord(string text)
    {
        bool isNumber = text[0] is >= '1' and <= '9' && text.Length <= MostDigits;
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
