using System.Threading.Tasks;

namespace JobStatus.Services;

/// <content>Stops runs.</content>
public abstract partial class JobServiceClient
{
    /// <summary>True if the service has a call that stops a run.</summary>
    public virtual bool CanStopJobs => false;

    /// <summary>Requests a run to stop. The run can stop some time later. The request is never retried.</summary>
    /// <param name="id">The id of the run.</param>
    /// <param name="call">The cancellation token and the messages of the call.</param>
    /// <returns>The run, which has usually not stopped yet. Null if the service does not return it.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether the service accepted it. The kind indicates the reason. NotSupportedByServer:
    /// the service has no such call.
    /// </exception>
    public virtual Task<RemoteJob?> StopAsync(string id, CallContext call) =>
        Task.FromException<RemoteJob?>(new JobServiceException(
            Service,
            JobServiceErrorKind.NotSupportedByServer,
            $"{Service} {DisplayText.OneLine(id)} was not stopped, because {Service} has no call that stops a job.",
            $"Stop it in the web interface of {Service}."));
}
