using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.History;

/// <summary>How one run of a <see cref="RecurringJob"/> differs from the others.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Factor">The duration, as a multiple of the usual one.</param>
/// <param name="Error">The error, or null if there is none.</param>
/// <param name="IsRetried">Xplenty only: whether the schedule runs the job again, successfully.</param>
internal sealed record RunException(JobOutcome Outcome, double Factor, string? Error = null, bool IsRetried = false)
{
    public static RunException Fails(string error, double factor = 0.3, bool isRetried = false) =>
        new(JobOutcome.Failed, factor, error, isRetried);

    public static RunException Warns(string error) => new(JobOutcome.Warning, 1, error);

    public static RunException Slow(double factor) => new(JobOutcome.Completed, factor);
}
