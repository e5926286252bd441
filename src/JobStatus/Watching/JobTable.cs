using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using JobStatus.Formatting;

namespace JobStatus.Watching;

/// <summary>Draws the jobs of a watch as lines of text for a window. Failures come first.</summary>
internal sealed class JobTable
{
    private const int BarWidth = 10;
    private const int MaxIdWidth = 32;
    private const int MinNameWidth = 12;
    private const int MaxNameWidth = 40;
    private const int MinMessageWidth = 16;

    // The longest time of day that is not mistaken for a time of the same day.
    private static readonly TimeSpan MaxTimeOfDay = TimeSpan.FromHours(20);

    // A narrow window has no room for these columns, in this order. The others always remain.
    private static readonly Column[] DropOrder =
        [Column.Id, Column.Bar, Column.Expected, Column.Elapsed, Column.Done, Column.Message];

    private readonly JobRow[] _rows;
    private readonly TimeSpan _elapsed;

    /// <param name="rows">The jobs.</param>
    /// <param name="elapsed">The time since the start of the watch.</param>
    public JobTable(IEnumerable<JobRow> rows, TimeSpan elapsed)
    {
        _rows = rows.OrderBy(static row => row.Rank).ToArray();
        _elapsed = elapsed;
    }

    private enum Column
    {
        State,
        Bar,
        Done,
        Elapsed,
        Expected,
        Id,
        Name,
        Message,
    }

    /// <summary>The last warning of the wait, which is shown below the table. Null if there is none.</summary>
    public string? Warning { get; init; }

    /// <summary>
    /// Returns how many jobs have finished and failed, the mean progress of all jobs, how long the watch has lasted, and when it will
    /// probably end.
    /// </summary>
    public string Summarize(DateTimeOffset now)
    {
        int done = _rows.Count(static row => row.IsDone);
        double percent = _rows.Average(static row => row.IsDone ? 100 : row.Percent ?? 0);
        string summary = FormattableString.Invariant($"{done} of {_rows.Length} finished, progress {Math.Floor(percent)}%, ")
            + FormattableString.Invariant($"{_rows.Count(static row => row.HasFailed)} failed, ")
            + FormattableString.Invariant($"{(int)_elapsed.TotalHours:00}:{_elapsed:mm\\:ss} elapsed");
        DateTimeOffset?[] ends = [.. _rows.Where(static row => !row.IsDone).Select(static row => row.ExpectedEnd)];
        return ends.Length > 0 && ends.All(end => end > now)
            ? $"{summary}, expected completion {ToTime(ends.Max()!.Value, now)}"
            : summary;
    }

    /// <summary>Draws the table.</summary>
    /// <param name="width">The number of cells in a line of the window. The last one remains free.</param>
    /// <param name="height">The number of lines in the window.</param>
    /// <param name="now">The current time.</param>
    /// <param name="color">Returns a text in the color of a state.</param>
    /// <returns>The lines.</returns>
    public IReadOnlyList<string> Draw(int width, int height, DateTimeOffset now, Func<RemoteJobState, string, string> color)
    {
        // Some terminals continue on the next line as soon as the last cell is used.
        width--;
        int room = height - 2 - (Warning is null ? 0 : 1);
        int shown = _rows.Length <= room ? _rows.Length : Math.Max(0, room - 1);
        Dictionary<Column, string>[] cells = [.. _rows.Take(shown).Select(row => ToCells(row, now))];
        List<KeyValuePair<Column, int>> columns = FindColumns(cells, width);
        bool hasIds = columns.Exists(static column => column.Key == Column.Id);
        var lines = new List<string>
        {
            CellText.Cut(Summarize(now), width),
            ToLine(columns, static column => column == Column.Bar ? "Progress" : column.ToString(), static (_, text) => text),
        };
        for (int index = 0; index < shown; index++)
        {
            Dictionary<Column, string> row = cells[index];
            RemoteJobState state = _rows[index].Problem is null ? _rows[index].Job?.State ?? default : RemoteJobState.Failed;
            lines.Add(ToLine(
                columns,
                column => FindText(row, column, hasIds),
                (column, text) => column is Column.State or Column.Bar && text.Length > 0 ? color(state, text) : text));
        }

        if (shown < _rows.Length)
        {
            lines.Add(CellText.Cut(DescribeHidden(_rows.Skip(shown).ToArray()), width));
        }

        if (Warning is not null)
        {
            lines.Add(CellText.Cut(CellText.Clean($"Warning: {Warning}"), width));
        }

        return lines.Take(height).ToArray();
    }

    private static Dictionary<Column, string> ToCells(JobRow row, DateTimeOffset now)
    {
        return new()
        {
            [Column.State] = row.State,
            [Column.Bar] = ToBar(row.Percent),
            [Column.Done] = FormatText.Percent(row.Percent) ?? string.Empty,
            [Column.Elapsed] = FormatText.ShortDuration(row.ElapsedAt(now)) ?? string.Empty,
            [Column.Expected] = row.IsDone || row.ExpectedEnd is not { } end ? string.Empty : ToTime(end, now),
            [Column.Id] = CellText.Clean($"{row.Service} {row.Id}"),
            [Column.Name] = CellText.Clean(row.Job?.Name),
            [Column.Message] = CellText.Clean(row.Problem ?? row.Job?.Message ?? DescribeUnknownState(row.Job)),
        };
    }

    // A job without a name is identified by its id.
    private static string FindText(Dictionary<Column, string> row, Column column, bool hasIds) =>
        row[column == Column.Name && row[column].Length == 0 && !hasIds ? Column.Id : column];

    // Boxes and blocks are wider than other characters in some East Asian fonts, so the bar consists of ASCII characters.
    private static string ToBar(double? percent)
    {
        int filled = (int)(Math.Max(0, Math.Min(100, percent ?? 0)) * BarWidth / 100);
        return percent is null ? string.Empty : new string('#', filled) + new string('.', BarWidth - filled);
    }

    private static string ToTime(DateTimeOffset end, DateTimeOffset now) =>
        end <= now ? "overdue"
        : end.ToLocalTime().ToString(end - now < MaxTimeOfDay ? "HH:mm:ss" : "MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string? DescribeUnknownState(RemoteJob? job) =>
        job is { State: RemoteJobState.Unknown } ? job.StatusDescription ?? job.Status : null;

    private static string DescribeHidden(JobRow[] hidden)
    {
        IEnumerable<string> states = hidden
            .GroupBy(static row => row.State.Length > 0 ? row.State : "not read yet")
            .Select(static group => FormattableString.Invariant($"{group.Count()} {group.Key}"));
        return FormattableString.Invariant($"{hidden.Length} more {(hidden.Length == 1 ? "job is" : "jobs are")} not shown ")
            + $"({string.Join(", ", states)})";
    }

    // Returns the columns that fit into the width, in order, with their widths.
    private static List<KeyValuePair<Column, int>> FindColumns(Dictionary<Column, string>[] cells, int width)
    {
        bool hasIds = true;
        Dictionary<Column, int> widths = new()
        {
            [Column.State] = nameof(RemoteJobState.Completed).Length,
            [Column.Bar] = BarWidth,
            [Column.Done] = "100%".Length,
            [Column.Elapsed] = Widest(Column.Elapsed, nameof(Column.Elapsed).Length),
            [Column.Expected] = Widest(Column.Expected, nameof(Column.Expected).Length),
            [Column.Id] = Math.Min(MaxIdWidth, Widest(Column.Id, 2)),
            [Column.Name] = MinNameWidth,
            [Column.Message] = MinMessageWidth,
        };
        foreach (Column column in DropOrder)
        {
            if (Used() > width)
            {
                widths.Remove(column);
            }
        }

        hasIds = widths.ContainsKey(Column.Id);
        widths[Column.State] = Math.Max(0, Math.Min(widths[Column.State], width));
        int free = Math.Max(0, width - Used() + MinNameWidth);
        if (widths.ContainsKey(Column.Message))
        {
            // A name takes up to two fifths of what it shares with the message.
            free += MinMessageWidth;
            widths[Column.Name] =
                Math.Min(Math.Min(MaxNameWidth, Widest(Column.Name, MinNameWidth)), Math.Max(MinNameWidth, free * 2 / 5));
            widths[Column.Message] = free - widths[Column.Name];
        }
        else
        {
            widths[Column.Name] = Math.Min(MaxNameWidth, free);
        }

        return widths.OrderBy(static column => column.Key).ToList();

        int Used() => widths.Values.Sum() + widths.Count - 1;

        int Widest(Column column, int minimum) =>
            cells.Select(row => CellText.Width(FindText(row, column, hasIds))).Append(minimum).Max();
    }

    private static string ToLine(
        List<KeyValuePair<Column, int>> columns,
        Func<Column, string> cell,
        Func<Column, string, string> paint)
    {
        var line = new StringBuilder();
        foreach (KeyValuePair<Column, int> column in columns)
        {
            string text = CellText.Cut(cell(column.Key), column.Value);
            string padding = CellText.Padding(text, column.Value);
            bool alignsRight = column.Key is Column.Done or Column.Elapsed or Column.Expected;
            line.Append(alignsRight ? padding : string.Empty)
                .Append(paint(column.Key, text))
                .Append(alignsRight ? string.Empty : padding)
                .Append(' ');
        }

        return line.ToString().TrimEnd();
    }
}
