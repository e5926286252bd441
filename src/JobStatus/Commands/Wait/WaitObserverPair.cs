using JobStatus.Services;
using JobStatus.Services.Waiting;

namespace JobStatus.Commands;

/// <summary>Passes the events of a wait to two observers.</summary>
internal sealed class WaitObserverPair(IWaitObserver first, IWaitObserver second) : IWaitObserver
{
    public void OnFinished(RemoteJob job)
    {
        first.OnFinished(job);
        second.OnFinished(job);
    }

    public void OnAbandoned(JobTarget target, JobServiceException error)
    {
        first.OnAbandoned(target, error);
        second.OnAbandoned(target, error);
    }

    public void OnStatusChanged(RemoteJob job, RemoteJob? before)
    {
        first.OnStatusChanged(job, before);
        second.OnStatusChanged(job, before);
    }

    public void OnProgress(WaitProgress progress)
    {
        first.OnProgress(progress);
        second.OnProgress(progress);
    }

    public void OnWarning(string message)
    {
        first.OnWarning(message);
        second.OnWarning(message);
    }
}
