namespace JobStatus.Services.Xplenty;

/// <summary>
/// A cluster in the terms of a wait, which waits for clusters with the same polls, quota and deadline as for jobs: it is queued
/// until it is available, running while it can run jobs, and finished when it is terminated or has failed.
/// </summary>
public sealed class XplentyClusterRun : RemoteJob
{
    internal XplentyClusterRun(XplentyCluster cluster)
    {
        Cluster = cluster;
        Connection = cluster.Connection;
        Id = cluster.Id;
        Name = cluster.Name;
        Status = cluster.Status;
        SubmittedInstant = cluster.CreatedInstant;
        AdditionalData = cluster.AdditionalData;
    }

    /// <inheritdoc/>
    public override string Service => "Xplenty";

    /// <summary>The cluster as it was read.</summary>
    public XplentyCluster Cluster { get; }

    internal override StatusMeaning Meaning => Cluster.Meaning;

    internal override string StateText => DisplayText.OneLine(Status) ?? "without a status";

    /// <summary>Returns the text of the cluster.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => Cluster.ToString();
}
