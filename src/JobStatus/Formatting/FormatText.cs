using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using JobStatus.Rehydration;

namespace JobStatus.Formatting;

/// <summary>
/// Formats property values for the views in Views.xml: text that fits a column and contains no terminal escapes.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class FormatText
{
    private const string Reset = "\u001b[0m";

    private const int StateLength = 9;

    /// <summary>Formats a state, in color if the session supports it.</summary>
    /// <param name="state">The state, or null.</param>
    /// <param name="style">The session's $PSStyle; null, which means no color, if the session has none.</param>
    /// <returns>The name of the state; null for null.</returns>
    public static string? State(RemoteJobState? state, object? style) =>
        state is { } known ? Colored(known.ToString(), Color(known), style) : null;

    /// <summary>Formats a job as one line with its state, id and name.</summary>
    /// <param name="job">The job.</param>
    /// <param name="style">The session's $PSStyle; null, which means no color, if the session has none.</param>
    /// <returns>The line.</returns>
    public static string Brief(RemoteJob job, object? style) =>
        $"{Padded(job.State.ToString(), StateLength, Color(job.State), style)} {Line(job.Id)} {Line(job.Name)}".TrimEnd();

    /// <summary>Shows a text in the color of a state, if the session supports it.</summary>
    internal static string InColorOf(RemoteJobState state, string text, object? style) => Colored(text, Color(state), style);

    /// <summary>Formats the severity of a message, in color if the session supports it.</summary>
    /// <param name="severity">The severity.</param>
    /// <param name="style">The session's $PSStyle; null, which means no color, if the session has none.</param>
    /// <returns>The name of the severity.</returns>
    public static string Severity(AlteryxMessageSeverity severity, object? style) =>
        Colored(severity.ToString(), Color(severity), style);

    /// <summary>
    /// Formats the severity of a message as one short word for a column, in color if the session supports it.
    /// </summary>
    /// <param name="severity">The severity.</param>
    /// <param name="style">The session's $PSStyle; null, which means no color, if the session has none.</param>
    /// <returns>The name of the severity, or a shorter word.</returns>
    public static string ShortSeverity(AlteryxMessageSeverity severity, object? style) =>
        Colored(ShortName(severity), Color(severity), style);

    /// <summary>Formats messages as lines, each with a severity and a text.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="style">The session's $PSStyle; null, which means no color, if the session has none.</param>
    /// <returns>The lines; null if there are none.</returns>
    public static string? Messages(IEnumerable? messages, object? style)
    {
        AlteryxJobMessage[] items = Restore<AlteryxJobMessage>(messages);
        int width = items.Select(message => ShortName(message.Severity).Length).DefaultIfEmpty().Max();
        return JoinLines(items.Select(message =>
            $"{Padded(ShortName(message.Severity), width, Color(message.Severity), style)}  {Line(message.Text)}"));
    }

    /// <summary>Formats counters as lines, each with a right-aligned number and the type of the counter.</summary>
    /// <param name="counters">The counters.</param>
    /// <returns>The lines; null if there are none.</returns>
    public static string? Counters(IEnumerable? counters)
    {
        AlmaCounter[] items = Restore<AlmaCounter>(counters);
        int width = items.Select(counter => Number(counter.Value)?.Length ?? 0).DefaultIfEmpty().Max();
        return JoinLines(items.Select(counter =>
            $"{(Number(counter.Value) ?? string.Empty).PadLeft(width)}  {Line(counter.Type)}"));
    }

    /// <summary>Formats an integer with the group separators of the current culture.</summary>
    /// <param name="value">A number, or text. Text that is not an integer is returned as one line.</param>
    /// <returns>The formatted number or the text; null if the value is null or empty.</returns>
    public static string? Number(object? value) =>
        Line(value) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number.ToString("N0", CultureInfo.CurrentCulture)
        : text;

    /// <summary>Formats text from a service as one line without terminal escapes.</summary>
    /// <param name="value">The text, or an object that is converted to text.</param>
    /// <returns>The line; null if it would be empty.</returns>
    public static string? Line(object? value) => DisplayText.OneLine(Convert.ToString(value, CultureInfo.InvariantCulture));

    /// <summary>Removes terminal escapes from text from a service, but keeps its line breaks.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The lines; null if the text is empty.</returns>
    public static string? Paragraph(string? text) =>
        Line(text) is null ? null : string.Join(Environment.NewLine, text!.Split('\n').Select(line => Line(line)));

    /// <summary>Formats a value from a service, which can be a list or a dictionary, as one line.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The line; null if it would be empty.</returns>
    public static string? Item(object? value) => value switch
    {
        string text => Line(text),
        KeyValuePair<string, object?> member => $"{Line(member.Key)}={Item(member.Value)}",
        DictionaryEntry member => $"{Line(member.Key)}={Item(member.Value)}",
        PSObject { BaseObject: not PSCustomObject } wrapped => Item(wrapped.BaseObject),

        // One of Alma's coded values in a field that the module has no type for.
        IReadOnlyDictionary<string, object?> { Count: 2 } coded when coded.ContainsKey("value") && coded.ContainsKey("desc") =>
            Item(coded["desc"]) is { } description
                ? $"{description} ({Item(coded["value"])})"
                : Item(coded["value"]),
        IEnumerable items => "{" + CommaSeparated(items) + "}",
        _ => Line(value),
    };

    /// <summary>Formats the type of a question without the prefix that every type has.</summary>
    /// <param name="type">The type, such as QuestionTextBox.</param>
    /// <returns>The type, such as TextBox; null if it would be empty.</returns>
    public static string? QuestionType(string? type) =>
        Line(type) is { } line && line.StartsWith("Question", StringComparison.OrdinalIgnoreCase)
            ? line.Substring("Question".Length)
            : Line(type);

    /// <summary>Formats values from a service as one line, separated by commas.</summary>
    /// <param name="values">The values. A dictionary is formatted as its names and values.</param>
    /// <returns>The line; null if it would be empty.</returns>
    public static string? CommaSeparated(IEnumerable? values)
    {
        string[] lines = FormatItems(values);
        return lines.Length == 0 ? null : string.Join(", ", lines);
    }

    /// <summary>Formats values from a service as one line each.</summary>
    /// <param name="values">The values. A dictionary is formatted as its names and values.</param>
    /// <returns>The lines; null if there are none.</returns>
    public static string? OnePerLine(IEnumerable? values) => JoinLines(FormatItems(values));

    private static string[] FormatItems(IEnumerable? values) =>
        (values ?? Array.Empty<object>()).Cast<object?>().Select(Item).OfType<string>().ToArray();

    // The parts of a job that was deserialized before the module was imported are property bags.
    private static T[] Restore<T>(IEnumerable? items) =>
        (items ?? Array.Empty<T>()).Cast<object?>().Select(DeserializedObjectConverter.Restore<T>).OfType<T>().ToArray();

    private static string? JoinLines(IEnumerable<string> lines) =>
        string.Join(Environment.NewLine, lines) is { Length: > 0 } text ? text : null;

    private static string ShortName(AlteryxMessageSeverity severity) => severity switch
    {
        AlteryxMessageSeverity.FieldConversionError => "Conversion",
        AlteryxMessageSeverity.ConversionLimitReached => "ConvLimit",
        AlteryxMessageSeverity.LowDiskSpace => "DiskSpace",
        _ => severity.ToString(),
    };

    // Colors are members of $PSStyle, so that they follow the user's own choice for light or dark backgrounds.
    private static (string? Group, string Name)? Color(RemoteJobState state) => state switch
    {
        RemoteJobState.Failed => ("Formatting", "Error"),
        RemoteJobState.Warning => ("Formatting", "Warning"),
        RemoteJobState.Completed => ("Foreground", "Green"),
        RemoteJobState.Running or RemoteJobState.Stopping => ("Foreground", "Cyan"),
        RemoteJobState.Stopped or RemoteJobState.Unknown => (null, "Dim"),
        _ => null,
    };

    private static (string? Group, string Name)? Color(AlteryxMessageSeverity severity) => severity switch
    {
        AlteryxMessageSeverity.Error => ("Formatting", "Error"),
        AlteryxMessageSeverity.Warning or AlteryxMessageSeverity.FieldConversionError
            or AlteryxMessageSeverity.ConversionLimitReached or AlteryxMessageSeverity.LowDiskSpace => ("Formatting", "Warning"),
        _ => null,
    };

    private static string Padded(string word, int width, (string? Group, string Name)? color, object? style) =>
        Colored(word, color, style) + new string(' ', Math.Max(0, width - word.Length));

    private static string Colored(string word, (string? Group, string Name)? color, object? style) =>
        color is { } member
        && SupportsColor(style)
        && GetMember(member.Group is { } group ? GetMember(style, group) : style, member.Name) is string { Length: > 0 } escape
            ? escape + word + Reset
            : word;

    // PowerShell removes colors from output to a file or a string, but not from output that another program reads.
    private static bool SupportsColor(object? style) => GetMember(style, "OutputRendering")?.ToString() switch
    {
        "Ansi" => true,
        "Host" => !Console.IsOutputRedirected,
        _ => false,
    };

    private static object? GetMember(object? instance, string name) =>
        instance is null ? null : PSObject.AsPSObject(instance).Properties[name]?.Value;
}
