using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Formatting;

/// <summary>What the views of the module show in place of a property: text that fits a column and does no harm.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FormatText
{
    private const string Reset = "\u001b[0m";

    private const int ShortStateLength = 9;

    /// <summary>A state, coloured where the session can.</summary>
    /// <param name="state">The state.</param>
    /// <param name="style">The session's $PSStyle; null where there is none, and no colour either.</param>
    /// <returns>The word.</returns>
    public static string State(RemoteJobState state, object? style) => Coloured(state.ToString(), Colour(state), style);

    /// <summary>A state in one short word, for a column; coloured where the session can.</summary>
    /// <param name="state">The state.</param>
    /// <param name="style">The session's $PSStyle; null where there is none, and no colour either.</param>
    /// <returns>The word.</returns>
    public static string ShortState(RemoteJobState state, object? style) =>
        Coloured(ShortWord(state), Colour(state), style);

    /// <summary>A run in few words: its state, its id and its name.</summary>
    /// <param name="job">The run.</param>
    /// <param name="style">The session's $PSStyle; null where there is none, and no colour either.</param>
    /// <returns>The line.</returns>
    public static string Brief(RemoteJob job, object? style) =>
        $"{Padded(ShortWord(job.State), ShortStateLength, Colour(job.State), style)} {Line(job.Id)} {Line(job.Name)}".TrimEnd();

    /// <summary>How bad a message is, coloured where the session can.</summary>
    /// <param name="severity">The severity.</param>
    /// <param name="style">The session's $PSStyle; null where there is none, and no colour either.</param>
    /// <returns>The word.</returns>
    public static string Severity(AlteryxMessageSeverity severity, object? style) => Coloured(severity.ToString(), Colour(severity), style);

    /// <summary>The same in one short word, for a column.</summary>
    /// <param name="severity">The severity.</param>
    /// <param name="style">The session's $PSStyle; null where there is none, and no colour either.</param>
    /// <returns>The word.</returns>
    public static string ShortSeverity(AlteryxMessageSeverity severity, object? style) => Coloured(ShortWord(severity), Colour(severity), style);

    /// <summary>Messages, a line each: how bad, and what.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="style">The session's $PSStyle; null where there is none, and no colour either.</param>
    /// <returns>The lines; null when there is nothing to show.</returns>
    public static string? Messages(IReadOnlyList<AlteryxJobMessage> messages, object? style)
    {
        int longest = messages.Select(message => ShortWord(message.Severity).Length).DefaultIfEmpty().Max();
        return Stacked(messages.Select(message => $"{Padded(ShortWord(message.Severity), longest, Colour(message.Severity), style)}  {Line(message.Text)}"));
    }

    /// <summary>Counters, a line each: the figures below one another, and what they count.</summary>
    /// <param name="counters">The counters.</param>
    /// <returns>The lines; null when there is nothing to show.</returns>
    public static string? Counters(IReadOnlyList<AlmaCounter> counters)
    {
        int longest = counters.Select(counter => Number(counter.Value)?.Length ?? 0).DefaultIfEmpty().Max();
        return Stacked(counters.Select(counter => $"{(Number(counter.Value) ?? string.Empty).PadLeft(longest)}  {Line(counter.Type)}"));
    }

    /// <summary>A number as people read it; what is none is shown as it is.</summary>
    /// <param name="value">The number, or a text.</param>
    /// <returns>The figure; null for none.</returns>
    public static string? Number(object? value) =>
        Line(value) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number.ToString("N0", CultureInfo.CurrentCulture)
        : text;

    /// <summary>Text that a service sent, in one line and harmless.</summary>
    /// <param name="value">The text, or an object that stands for one.</param>
    /// <returns>The line; null when there is nothing to show.</returns>
    public static string? Line(object? value) => DisplayText.OneLine(Convert.ToString(value, CultureInfo.InvariantCulture));

    /// <summary>Text of several lines that a service sent, harmless, with its line breaks.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The lines; null when there is nothing to show.</returns>
    public static string? Paragraph(string? text) =>
        Line(text) is null ? null : string.Join(Environment.NewLine, text!.Split('\n').Select(line => Line(line)));

    /// <summary>Several things that a service sent, each in one line, with a comma between them.</summary>
    /// <param name="values">The things; dictionaries show their names and values.</param>
    /// <returns>The line; null when there is nothing to show.</returns>
    public static string? Lines(IEnumerable? values)
    {
        string[] lines = Each(values);
        return lines.Length == 0 ? null : string.Join(", ", lines);
    }

    /// <summary>Several things that a service sent, a line each.</summary>
    /// <param name="values">The things; dictionaries show their names and values.</param>
    /// <returns>The lines; null when there is nothing to show.</returns>
    public static string? Rows(IEnumerable? values) => Stacked(Each(values));

    /// <summary>A share of a hundred, without digits after the point.</summary>
    /// <param name="percent">The share; null for none.</param>
    /// <returns>The figure; null for none.</returns>
    public static string? Percent(double? percent) =>
        percent is { } share ? Math.Floor(share).ToString("0", CultureInfo.CurrentCulture) + "%" : null;

    /// <summary>A time in the user's time zone, for a column: day and time this year, the date before.</summary>
    /// <param name="time">The time; null for none.</param>
    /// <returns>The time; null for none.</returns>
    public static string? When(DateTimeOffset? time) =>
        time?.ToLocalTime() is not { } local ? null
        : local.ToString(local.Year == DateTimeOffset.Now.Year ? "MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A time in the user's time zone, to the second, with its offset.</summary>
    /// <param name="time">The time; null for none.</param>
    /// <returns>The time; null for none.</returns>
    public static string? Time(DateTimeOffset? time) =>
        time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>A duration in hours, minutes and seconds, with days where there are any.</summary>
    /// <param name="duration">The duration; null for none.</param>
    /// <returns>The duration; null for none.</returns>
    public static string? Duration(TimeSpan? duration) => Duration(duration, @"d\d\ h\:mm\:ss");

    /// <summary>The same for a column: of a day or more, days and hours.</summary>
    /// <param name="duration">The duration; null for none.</param>
    /// <returns>The duration; null for none.</returns>
    public static string? ShortDuration(TimeSpan? duration) => Duration(duration, @"d\d\ h\h");

    private static string? Duration(TimeSpan? duration, string withDays) =>
        duration?.ToString(duration < TimeSpan.FromDays(1) ? @"h\:mm\:ss" : withDays, CultureInfo.InvariantCulture);

    private static string[] Each(IEnumerable? values) =>
        (values ?? Array.Empty<object>()).Cast<object?>().Select(One).OfType<string>().ToArray();

    private static string? Stacked(IEnumerable<string> lines) =>
        string.Join(Environment.NewLine, lines) is { Length: > 0 } text ? text : null;

    private static string? One(object? value) => value switch
    {
        string text => Line(text),
        KeyValuePair<string, object?> member => $"{Line(member.Key)}={One(member.Value)}",

        // Alma's coded values, where no type of the module stands for them.
        IReadOnlyDictionary<string, object?> { Count: 2 } coded when coded.ContainsKey("value") && coded.ContainsKey("desc") =>
            One(coded["desc"]) is { } words ? $"{words} ({One(coded["value"])})" : One(coded["value"]),
        IEnumerable items => "{" + Lines(items) + "}",
        _ => Line(value),
    };

    private static string ShortWord(RemoteJobState state) =>
        state == RemoteJobState.CompletedWithWarnings ? "Warnings" : state.ToString();

    private static string ShortWord(AlteryxMessageSeverity severity) => severity switch
    {
        AlteryxMessageSeverity.FieldConversionError => "Conversion",
        AlteryxMessageSeverity.ConversionLimitReached => "ConvLimit",
        AlteryxMessageSeverity.LowDiskSpace => "DiskSpace",
        _ => severity.ToString(),
    };

    // Members of $PSStyle, so that the session's own choice of colours holds on light and on dark ground.
    private static (string? Group, string Name)? Colour(RemoteJobState state) => state switch
    {
        RemoteJobState.Failed => ("Formatting", "Error"),
        RemoteJobState.CompletedWithWarnings => ("Formatting", "Warning"),
        RemoteJobState.Completed => ("Foreground", "Green"),
        RemoteJobState.Running or RemoteJobState.Stopping => ("Foreground", "Cyan"),
        RemoteJobState.Stopped or RemoteJobState.Unknown => (null, "Dim"),
        _ => null,
    };

    private static (string? Group, string Name)? Colour(AlteryxMessageSeverity severity) => severity switch
    {
        AlteryxMessageSeverity.Error => ("Formatting", "Error"),
        AlteryxMessageSeverity.Warning or AlteryxMessageSeverity.FieldConversionError
            or AlteryxMessageSeverity.ConversionLimitReached or AlteryxMessageSeverity.LowDiskSpace => ("Formatting", "Warning"),
        _ => null,
    };

    private static string Padded(string word, int length, (string? Group, string Name)? colour, object? style) =>
        Coloured(word, colour, style) + new string(' ', Math.Max(0, length - word.Length));

    private static string Coloured(string word, (string? Group, string Name)? colour, object? style) =>
        colour is { } member && MayColour(style) && Member(member.Group is { } group ? Member(style, group) : style, member.Name) is string { Length: > 0 } escape
            ? escape + word + Reset
            : word;

    // PowerShell itself takes colours out of what goes to a file or a string, but not where another program reads its output.
    private static bool MayColour(object? style) => Member(style, "OutputRendering")?.ToString() switch
    {
        "Ansi" => true,
        "Host" => !Console.IsOutputRedirected,
        _ => false,
    };

    private static object? Member(object? of, string name) =>
        of is null ? null : PSObject.AsPSObject(of).Properties[name]?.Value;
}
