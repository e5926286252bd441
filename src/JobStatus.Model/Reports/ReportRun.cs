using System;

namespace JobStatus.Reports;

/// <summary>A run as all formats show it. Every text is one line that contains no control characters.</summary>
internal sealed class ReportRun
{
    // The id of an Alteryx job, the longest one, has 24 characters.
    private const int MaxIdLength = 40;

    // Times and durations that no run has would make a timeline useless, and calculating with them could overflow.
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(3650);

    /// <param name="job">The run.</param>
    /// <param name="number">The place of the run in the report, starting at 1.</param>
    /// <param name="showsConnection">True if the report contains runs of several connections to the same service.</param>
    public ReportRun(RemoteJob job, int number, bool showsConnection)
    {
        Job = job;
        Number = number;
        DefinitionId = job.DefinitionId;
        Id = ReportText.Line(job.Id, MaxIdLength);
        Name = ReportText.Name(job.Name) ?? ReportText.Name(DefinitionId) ?? "(no name)";
        string connection = showsConnection ? ReportText.Name(job.Connection) ?? "(no connection)" : string.Empty;
        Service = connection.Length == 0 ? job.Service : $"{job.Service}, {connection}";
        Link = ReportText.Link(job.Uri);
        TimeSpan? duration = job.Duration >= TimeSpan.Zero && job.Duration < MaxDuration ? job.Duration : null;
        DateTimeOffset? finished = Plausible(job.FinishedInstant);
        Begin = Plausible(job.StartedInstant) ?? Plausible(job.SubmittedInstant) ?? finished - duration ?? finished;
        DateTimeOffset? end = finished ?? (job.IsFinished ? Begin + duration : Plausible(job.ObservedInstant));
        End = end >= Begin ? end : Begin;
    }

    public RemoteJob Job { get; }

    public int Number { get; }

    /// <summary>The id of the definition, or null if it is not known.</summary>
    public string? DefinitionId { get; }

    public string Id { get; }

    /// <summary>The id, or a note that there is none.</summary>
    public string IdText => Id.Length == 0 ? "(no id)" : Id;

    public string Name { get; }

    /// <summary>The service, with the name of the connection if the report has runs of several connections to it.</summary>
    public string Service { get; }

    public RemoteJobState State => Job.State;

    /// <summary>The http or https address of the run, or null if there is none.</summary>
    public string? Link { get; }

    /// <summary>The time when the run started, or else when it was submitted; null if neither is known.</summary>
    public DateTimeOffset? Begin { get; }

    /// <summary>The time when the run finished or, for an unfinished run, when it was read.</summary>
    public DateTimeOffset? End { get; }

    /// <summary>The duration, or an empty string if it is not known.</summary>
    public string Duration =>
        Job.Duration?.ToString(Job.Duration < TimeSpan.FromDays(1) ? @"h\:mm\:ss" : @"d\d\ h\:mm\:ss", null) ?? string.Empty;

    /// <summary>The reason for the failure, cut to a length; empty if there is none.</summary>
    public string Message(int length) => ReportText.Line(Job.Message, length);

    /// <summary>The reason for the failure, cut to a length, or a sentence that there is none.</summary>
    public string Reason(int length) => Message(length) is { Length: > 0 } message ? message : "The service reported no reason.";

    private static DateTimeOffset? Plausible(DateTimeOffset? time) => time is { Year: > 1980 and < 9000 } ? time : null;
}
