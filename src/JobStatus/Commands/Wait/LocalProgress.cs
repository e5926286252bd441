namespace JobStatus.Commands;

/// <summary>The progress of the PowerShell jobs in a wait.</summary>
/// <param name="total">The number of jobs.</param>
/// <param name="finished">The number of jobs that have finished.</param>
/// <param name="failed">The number of jobs that failed or were stopped.</param>
/// <param name="running">The number of jobs that are running.</param>
internal readonly struct LocalProgress(int total, int finished, int failed, int running)
{
    public int Total { get; } = total;

    public int Finished { get; } = finished;

    public int Failed { get; } = failed;

    public int Running { get; } = running;
}
