namespace JobStatus.Reports;

/// <summary>The number of runs in a state.</summary>
/// <param name="State">The state.</param>
/// <param name="Count">The number of runs.</param>
internal sealed record StateCount(RemoteJobState State, int Count);
