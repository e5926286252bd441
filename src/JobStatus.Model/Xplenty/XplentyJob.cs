using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// One run of an Xplenty (Integrate.io ETL) package.
/// Page: Integrate.io ETL API, "Get Job Information", versions 1 and 2.
/// </summary>
public sealed class XplentyJob : RemoteJob
{
    /// <inheritdoc/>
    public override string Service => "Xplenty";

    /// <summary>The job's number in the answer; null where Xplenty does not say.</summary>
    public long? JobId { get; init; }

    /// <summary>The number of the user who owns the job; null where Xplenty does not say.</summary>
    public long? OwnerId { get; init; }

    /// <summary>The number of the cluster that runs the job; null where Xplenty does not say.</summary>
    public long? ClusterId { get; init; }

    /// <summary>The number of the package that is run; null where Xplenty does not say.</summary>
    public long? PackageId { get; init; }

    /// <summary>Xplenty's progress figure as it came, from 0 to 1. 1 has been seen on a failed job. Null where Xplenty does not say.</summary>
    public double? Progress { get; init; }

    /// <summary>The variables that the job was given. Never null.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = NoData.Dictionary;

    /// <summary>The variables that are expressions. Never null.</summary>
    public IReadOnlyDictionary<string, object?> DynamicVariables { get; init; } = NoData.Dictionary;

    /// <summary>How many outputs the package defines; can be 0 beside outputs. Null where Xplenty does not say.</summary>
    public long? OutputsCount { get; init; }

    /// <summary>What the job writes. Never null.</summary>
    public IReadOnlyList<XplentyJobOutput> Outputs { get; init; } = [];

    /// <summary>The same as <see cref="RemoteJob.SubmittedAt"/>, under Xplenty's own name.</summary>
    public DateTimeOffset? CreatedAt => SubmittedAt;

    /// <summary>When the job last changed; null where Xplenty does not say.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When the job failed; null where it did not, or Xplenty does not say. Not a sign of failure: see <see cref="RemoteJob.State"/>.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>When the job ended; null where it did not, or Xplenty does not say, even of completed jobs.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The errors as Xplenty wrote them, possibly empty; null where there are none.</summary>
    public string? Errors { get; init; }

    /// <summary>How long the job has run so far, in seconds; null where Xplenty does not say.</summary>
    public long? RuntimeInSeconds { get; init; }

    /// <summary>The job in the API, absolute or relative; null where Xplenty does not say.</summary>
    public Uri? Url { get; init; }

    /// <summary>The job's page for people (version 2); null where Xplenty does not say.</summary>
    public Uri? HtmlUrl { get; init; }

    /// <summary>The job's log (version 2); null where Xplenty does not say.</summary>
    public Uri? LogUrl { get; init; }

    /// <summary>Who or what started the job; null where Xplenty does not say.</summary>
    public XplentyJobCreator? Creator { get; init; }

    /// <summary>The package that is run; null where Xplenty does not say.</summary>
    public XplentyReference? Package { get; init; }

    /// <summary>The cluster that runs it; null where Xplenty does not say.</summary>
    public XplentyReference? Cluster { get; init; }

    /// <summary>The summary of the log; null unless it was asked for.</summary>
    public XplentyLogSummary? LogSummary { get; init; }

    /// <summary>The component that a child of a workflow job stands for; null on other jobs.</summary>
    public XplentyComponent? Component { get; init; }

    /// <summary>Which attempt of a schedule this is; null where Xplenty does not say.</summary>
    public long? Attempts { get; init; }

    /// <summary>How often a schedule may try again; null where Xplenty does not say.</summary>
    public long? MasterAutoRetryAttempts { get; init; }

    /// <inheritdoc/>
    public override RemoteJobState State => XplentyJobStatus.Interpret(Status).State;

    /// <inheritdoc/>
    public override bool IsFinished => XplentyJobStatus.Interpret(Status).IsFinished;

    /// <inheritdoc/>
    public override double? PercentComplete => Percent.Clamp(Progress * 100);

    /// <inheritdoc/>
    public override DateTimeOffset? FinishedAt =>
        !IsFinished ? null : CompletedAt ?? (State == RemoteJobState.Failed ? FailedAt : null);

    /// <inheritdoc/>
    public override TimeSpan? Duration =>
        RuntimeInSeconds is >= 0 and <= MaxSeconds ? TimeSpan.FromSeconds(RuntimeInSeconds.Value) : null;

    /// <inheritdoc/>
    public override string? Message =>
        IsFinished && State != RemoteJobState.Completed
            ? DisplayText.OneLine(Errors) ?? DisplayText.OneLine(LogSummary?.ErrorSummary)
            : null;

    // What a TimeSpan can hold.
    private const long MaxSeconds = long.MaxValue / TimeSpan.TicksPerSecond;
}
