using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Records the events of a wait, with the seconds since the observer was created.</summary>
internal sealed class RecordingObserver(FakeClock clock) : IWaitObserver
{
    private readonly DateTimeOffset _start = clock.GetUtcNow();

    public List<(double At, RemoteJob Job)> Finished { get; } = [];

    public List<(double At, JobTarget Target, JobServiceException Error)> Abandoned { get; } = [];

    public List<(RemoteJob Job, RemoteJob? Before)> Changes { get; } = [];

    public List<WaitProgress> Progress { get; } = [];

    public List<(double At, string Message)> Warnings { get; } = [];

    /// <summary>Called before an event is recorded, with the name of the observer method.</summary>
    public Action<string> BeforeRecord { get; set; } = _ => { };

    public IEnumerable<string> FinishedIds => Finished.Select(finished => finished.Job.Id);

    private double Now => (clock.GetUtcNow() - _start).TotalSeconds;

    public void OnFinished(RemoteJob job)
    {
        BeforeRecord(nameof(OnFinished));
        Finished.Add((Now, job));
        clock.CheckConditions();
    }

    public void OnAbandoned(JobTarget target, JobServiceException error)
    {
        BeforeRecord(nameof(OnAbandoned));
        Abandoned.Add((Now, target, error));
        clock.CheckConditions();
    }

    public void OnStatusChanged(RemoteJob job, RemoteJob? before)
    {
        BeforeRecord(nameof(OnStatusChanged));
        Changes.Add((job, before));
    }

    public void OnProgress(WaitProgress progress)
    {
        BeforeRecord(nameof(OnProgress));
        Progress.Add(progress);
    }

    public void OnWarning(string message)
    {
        BeforeRecord(nameof(OnWarning));
        Warnings.Add((Now, message));
    }
}
