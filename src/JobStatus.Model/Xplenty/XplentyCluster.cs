using System;
using System.Collections.Generic;
using System.Globalization;

namespace JobStatus;

/// <summary>A cluster on which Xplenty runs packages.</summary>
/// <remarks>Source: Integrate.io ETL API, "Get Cluster Information".</remarks>
public sealed class XplentyCluster : ServiceObject
{
    /// <summary>The name of the connection that the cluster was read through.</summary>
    public string? Connection { get; init; }

    /// <summary>The id of the cluster.</summary>
    public string Id { get; init => field = ObjectId.Set(field, value); } = string.Empty;

    /// <summary>Same as <see cref="Id"/>, as a number. Null if the id is not a number.</summary>
    public long? ClusterId
    {
        get => long.TryParse(Id, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
        init => Id = value?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
    }

    /// <summary>The name of the cluster, or null if Xplenty does not report it.</summary>
    public string? Name { get; init; }

    /// <summary>The description, which can be empty, or null if Xplenty does not report it.</summary>
    public string? Description { get; init; }

    /// <summary>The status that Xplenty reports, unchanged, or null if Xplenty did not send one.</summary>
    public string? Status { get; init; }

    /// <summary>True if the status shows that the cluster can run jobs at once. False if it is not known.</summary>
    public bool IsReady => Meaning.State == RemoteJobState.Running;

    /// <summary>
    /// True if the status shows that the cluster is terminated, is about to be, or has failed. False if it is not known.
    /// </summary>
    public bool IsGone => Meaning.State >= RemoteJobState.Stopping;

    /// <summary>The id of the user who owns the cluster, or null if Xplenty does not report it.</summary>
    public long? OwnerId { get; init; }

    /// <summary>The id of the plan, or null if Xplenty does not report it.</summary>
    public long? PlanId { get; init; }

    /// <summary>The number of nodes, or null if Xplenty does not report it.</summary>
    public long? Nodes { get; init; }

    /// <summary>The type, production or sandbox, or null if Xplenty does not report it.</summary>
    public string? Type { get; init; }

    /// <summary>The number of jobs that run on the cluster, or null if Xplenty does not report it.</summary>
    public long? RunningJobsCount { get; init; }

    /// <summary>The number of jobs that wait for the cluster, or null if Xplenty does not report it.</summary>
    public long? QueuedJobsCount { get; init; }

    /// <summary>True if Xplenty terminates the cluster when it is idle, or null if Xplenty does not report it.</summary>
    public bool? TerminateOnIdle { get; init; }

    /// <summary>The idle time after which the cluster is terminated, in seconds, or null if Xplenty does not report it.</summary>
    public long? TimeToIdle { get; init; }

    /// <summary>True if the cluster was terminated because it was idle, or null if Xplenty does not report it.</summary>
    public bool? TerminatedOnIdle { get; init; }

    /// <summary>The region, or null if Xplenty does not report it.</summary>
    public string? Region { get; init; }

    /// <summary>The zone, or null if Xplenty does not report it.</summary>
    public string? Zone { get; init; }

    /// <summary>The user or schedule that created the cluster, or null if Xplenty does not report it.</summary>
    public XplentyJobCreator? Creator { get; init; }

    /// <summary>The local time when the cluster was created, or null if Xplenty does not report it.</summary>
    public DateTime? CreatedAt { get => LocalTime.From(CreatedInstant); init => CreatedInstant = LocalTime.ToInstant(value); }

    /// <summary>The local time when the cluster was last changed, or null if Xplenty does not report it.</summary>
    public DateTime? UpdatedAt { get => LocalTime.From(UpdatedInstant); init => UpdatedInstant = LocalTime.ToInstant(value); }

    /// <summary>The local time when the cluster became available, or null if it has not or Xplenty does not report it.</summary>
    public DateTime? AvailableSince { get => LocalTime.From(AvailableInstant); init => AvailableInstant = LocalTime.ToInstant(value); }

    /// <summary>The local time since which the cluster is idle, or null if it is not or Xplenty does not report it.</summary>
    public DateTime? IdleSince { get => LocalTime.From(IdleInstant); init => IdleInstant = LocalTime.ToInstant(value); }

    /// <summary>The local time when the cluster was terminated, or null if it was not or Xplenty does not report it.</summary>
    public DateTime? TerminatedAt { get => LocalTime.From(TerminatedInstant); init => TerminatedInstant = LocalTime.ToInstant(value); }

    /// <summary>The API address of the cluster, or null if Xplenty does not report it.</summary>
    public Uri? Url { get; init; }

    /// <summary>The address of the cluster's web page, or null if Xplenty does not report it.</summary>
    public Uri? HtmlUrl { get; init; }

    /// <summary>
    /// Other fields that Xplenty sent for the cluster, by name, such as instance types, prices and bootstrap actions. Never null.
    /// </summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>What the status means.</summary>
    internal StatusMeaning Meaning => XplentyClusterStatus.Interpret(Status);

    /// <summary>The instant that <see cref="CreatedAt"/> shows.</summary>
    internal DateTimeOffset? CreatedInstant { get; init; }

    /// <summary>The instant that <see cref="UpdatedAt"/> shows.</summary>
    internal DateTimeOffset? UpdatedInstant { get; init; }

    /// <summary>The instant that <see cref="AvailableSince"/> shows.</summary>
    internal DateTimeOffset? AvailableInstant { get; init; }

    /// <summary>The instant that <see cref="IdleSince"/> shows.</summary>
    internal DateTimeOffset? IdleInstant { get; init; }

    /// <summary>The instant that <see cref="TerminatedAt"/> shows.</summary>
    internal DateTimeOffset? TerminatedInstant { get; init; }

    /// <summary>Returns the id and the name.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() =>
        DisplayText.OneLine(Name) is { } name
            ? $"Xplenty cluster {DisplayText.OneLine(Id)} ({name})"
            : $"Xplenty cluster {DisplayText.FirstNonEmpty(Id)}";
}
