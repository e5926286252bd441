using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Keeps what it is told about a wait, with the seconds since its start.</summary>
internal sealed class RecordingObserver(FakeClock clock) : IWaitObserver
{
    private readonly DateTimeOffset _start = clock.GetUtcNow();

    public List<(double At, RemoteJob Job)> Finished { get; } = [];

    public List<(double At, JobTarget Target, JobServiceException Error)> GivenUp { get; } = [];

    public List<(RemoteJob Job, RemoteJob? Before)> Changes { get; } = [];

    public List<WaitProgress> Progress { get; } = [];

    public List<(double At, string Message)> Warnings { get; } = [];

    /// <summary>Called before anything is kept, with the name of what is told.</summary>
    public Action<string> Hook { get; set; } = _ => { };

    public IEnumerable<string> FinishedIds => Finished.Select(finished => finished.Job.Id);

    private double Now => (clock.GetUtcNow() - _start).TotalSeconds;

    public void OnFinished(RemoteJob job)
    {
        Hook(nameof(OnFinished));
        Finished.Add((Now, job));
        clock.Notice();
    }

    public void OnAbandoned(JobTarget target, JobServiceException error)
    {
        Hook(nameof(OnAbandoned));
        GivenUp.Add((Now, target, error));
        clock.Notice();
    }

    public void OnStatusChanged(RemoteJob job, RemoteJob? before)
    {
        Hook(nameof(OnStatusChanged));
        Changes.Add((job, before));
    }

    public void OnProgress(WaitProgress progress)
    {
        Hook(nameof(OnProgress));
        Progress.Add(progress);
    }

    public void OnWarning(string message)
    {
        Hook(nameof(OnWarning));
        Warnings.Add((Now, message));
    }
}
