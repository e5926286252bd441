using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;

namespace JobStatus.Formatting;

/// <summary>What the views of the module show in place of a property: text that fits a column and does no harm.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FormatText
{
    private const string Reset = "\u001b[0m";

    /// <summary>A state, coloured where the session can.</summary>
    /// <param name="state">The state.</param>
    /// <param name="style">The session's $PSStyle; null where there is none, and no colour either.</param>
    /// <returns>The word.</returns>
    public static string State(RemoteJobState state, object? style) => Coloured(state.ToString(), state, style);

    /// <summary>A state in one short word, for a column; coloured where the session can.</summary>
    /// <param name="state">The state.</param>
    /// <param name="style">The session's $PSStyle; null where there is none, and no colour either.</param>
    /// <returns>The word.</returns>
    public static string ShortState(RemoteJobState state, object? style) =>
        Coloured(state == RemoteJobState.CompletedWithWarnings ? "Warnings" : state.ToString(), state, style);

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
        string[] lines = (values ?? Array.Empty<object>()).Cast<object?>().Select(One).OfType<string>().ToArray();
        return lines.Length == 0 ? null : string.Join(", ", lines);
    }

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
    public static string? Duration(TimeSpan? duration) =>
        duration is not { } time ? null
        : time < TimeSpan.FromDays(1) ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
        : time.ToString(@"d\d\ h\:mm\:ss", CultureInfo.InvariantCulture);

    private static string? One(object? value) => value switch
    {
        string text => Line(text),
        KeyValuePair<string, object?> member => $"{Line(member.Key)}={One(member.Value)}",
        IEnumerable items => "{" + Lines(items) + "}",
        _ => Line(value),
    };

    private static string Coloured(string word, RemoteJobState state, object? style) =>
        style is not null && Colour(state) is { } colour ? colour + word + Reset : word;

    private static string? Colour(RemoteJobState state) => state switch
    {
        RemoteJobState.Queued => "\u001b[90m",
        RemoteJobState.Running => "\u001b[36m",
        RemoteJobState.Stopping => "\u001b[35m",
        RemoteJobState.Completed => "\u001b[32m",
        RemoteJobState.CompletedWithWarnings => "\u001b[33m",
        RemoteJobState.Failed => "\u001b[31m",
        RemoteJobState.Stopped => "\u001b[35m",
        _ => null,
    };
}
