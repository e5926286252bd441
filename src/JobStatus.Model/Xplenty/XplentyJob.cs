using System;
using System.Collections.Generic;
using System.Globalization;

namespace JobStatus;

/// <summary>One run of an Xplenty (Integrate.io ETL) package.</summary>
/// <remarks>Source: Integrate.io ETL API, "Get Job Information", versions 1 and 2.</remarks>
public sealed class XplentyJob : RemoteJob
{
    /// <inheritdoc/>
    public override string Service => "Xplenty";

    /// <summary>Same as <see cref="RemoteJob.Id"/>, as a number. Null if the id is not a number.</summary>
    public long? JobId
    {
        get => long.TryParse(Id, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
        init => Id = value?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
    }

    /// <summary>The id of the user who owns the job, or null if Xplenty does not report it.</summary>
    public long? OwnerId { get; init; }

    /// <summary>The id of the cluster that runs the job, or null if Xplenty does not report it.</summary>
    public long? ClusterId { get; init; }

    /// <summary>The id of the package, or null if Xplenty does not report it.</summary>
    public long? PackageId { get; init; }

    /// <summary>
    /// The progress from 0 to 1, as Xplenty sent it, or null if Xplenty does not report it. A failed job can have a
    /// progress of 1, so do not use it to detect completion.
    /// </summary>
    public double? Progress { get; init; }

    /// <summary>The variables that were passed to the job. Never null.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = NoData.Dictionary;

    /// <summary>The variables that were passed to the job as expressions. Never null.</summary>
    public IReadOnlyDictionary<string, object?> DynamicVariables { get; init; } = NoData.Dictionary;

    /// <summary>
    /// The number of outputs that Xplenty reports, or null if it does not report one. The number can be 0 even if
    /// <see cref="Outputs"/> is not empty.
    /// </summary>
    public long? OutputsCount { get; init; }

    /// <summary>The outputs of the job. Never null.</summary>
    public IReadOnlyList<XplentyJobOutput> Outputs { get; init; } = [];

    /// <summary>Same as <see cref="RemoteJob.SubmittedAt"/>, under the name that Xplenty uses.</summary>
    public DateTime? CreatedAt => SubmittedAt;

    /// <summary>The local time when the job was last updated, or null if Xplenty does not report it.</summary>
    public DateTime? UpdatedAt { get => LocalTime.From(UpdatedInstant); init => UpdatedInstant = LocalTime.ToInstant(value); }

    /// <summary>
    /// The local time when the job failed, or null if it did not fail or Xplenty does not report it. Use
    /// <see cref="RemoteJob.State"/> to find out whether the job failed.
    /// </summary>
    public DateTime? FailedAt { get => LocalTime.From(FailedInstant); init => FailedInstant = LocalTime.ToInstant(value); }

    /// <summary>
    /// The local time when the job completed, or null if it did not complete or Xplenty does not report it. Null is possible
    /// even for a completed job.
    /// </summary>
    public DateTime? CompletedAt { get => LocalTime.From(CompletedInstant); init => CompletedInstant = LocalTime.ToInstant(value); }

    /// <summary>
    /// The error text as Xplenty sent it, which can be empty, or null if Xplenty sent none. If Xplenty sent a list or an object, the
    /// texts in it are joined in one line.
    /// </summary>
    public string? Errors { get; init; }

    /// <summary>The run time so far, in seconds, or null if Xplenty does not report it.</summary>
    public long? RuntimeInSeconds { get; init; }

    /// <summary>The API address of the job, absolute or relative, or null if Xplenty does not report it.</summary>
    public Uri? Url { get; init; }

    /// <summary>The address of the job's web page, or null if Xplenty does not report it. API version 2 only.</summary>
    public Uri? HtmlUrl { get; init; }

    /// <summary>The API address of the job's log, or null if Xplenty does not report it. API version 2 only.</summary>
    public Uri? LogUrl { get; init; }

    /// <summary>The user or schedule that started the job, or null if Xplenty does not report it.</summary>
    public XplentyJobCreator? Creator { get; init; }

    /// <summary>The package, or null if Xplenty does not report it.</summary>
    public XplentyReference? Package { get; init; }

    /// <summary>The cluster that runs the job, or null if Xplenty does not report it.</summary>
    public XplentyReference? Cluster { get; init; }

    /// <summary>The summary of the log, or null if it was not requested or Xplenty does not report it.</summary>
    public XplentyLogSummary? LogSummary { get; init; }

    /// <summary>
    /// True if the cluster was created for this job alone, with <c>Start-XplentyJob -Cluster New</c>. A wait terminates it when the
    /// job has finished. False if the cluster is not known to belong to the job.
    /// </summary>
    public bool OwnsCluster { get => KnownOwnsCluster ?? false; init => KnownOwnsCluster = value; }

    /// <summary>The workflow component that a child job runs. Null for other jobs.</summary>
    public XplentyComponent? Component { get; init; }

    /// <summary>
    /// The number of retries that the schedule has made, which is 0 for the first run. Null if Xplenty does not report
    /// it.
    /// </summary>
    public long? Attempts { get; init; }

    /// <summary>The number of retries that the schedule allows, or null if Xplenty does not report it.</summary>
    public long? MasterAutoRetryAttempts { get; init; }

    /// <summary>
    /// True if the job failed and its schedule allows another retry. Xplenty then runs the package again as another job, with
    /// its own id.
    /// </summary>
    /// <remarks>Xplenty does not document this; it is inferred from the two numbers of attempts.</remarks>
    public bool WillBeRetried => State == RemoteJobState.Failed && Attempts < MasterAutoRetryAttempts;

    /// <summary>The value of <see cref="OwnsCluster"/>, or null if the object is from a response, which does not contain it.</summary>
    internal bool? KnownOwnsCluster { get; set; }

    /// <summary>The instant that <see cref="UpdatedAt"/> shows.</summary>
    internal DateTimeOffset? UpdatedInstant { get; init; }

    /// <summary>The instant that <see cref="FailedAt"/> shows.</summary>
    internal DateTimeOffset? FailedInstant { get; init; }

    /// <summary>The instant that <see cref="CompletedAt"/> shows.</summary>
    internal DateTimeOffset? CompletedInstant { get; init; }

    internal override bool IsRetryExpected => WillBeRetried;

    internal override string? DefinitionId => PackageId?.ToString(CultureInfo.InvariantCulture);

    internal override StatusMeaning Meaning => XplentyJobStatus.Interpret(Status);

    internal override double? ReportedPercent => Progress * 100;

    internal override DateTimeOffset? ReportedEnd =>
        !IsFinished ? null : CompletedInstant ?? (State == RemoteJobState.Failed ? FailedInstant : null);

    internal override TimeSpan? ReportedDuration =>
        RuntimeInSeconds is >= 0 and <= MaxSeconds ? TimeSpan.FromSeconds(RuntimeInSeconds.Value) : null;

    internal override string? ReportedMessage =>
        IsFinished && State != RemoteJobState.Completed
            ? DisplayText.OneLine(Errors) ?? DisplayText.OneLine(LogSummary?.ErrorSummary)
            : null;

    // The longest TimeSpan.
    private const long MaxSeconds = long.MaxValue / TimeSpan.TicksPerSecond;
}
