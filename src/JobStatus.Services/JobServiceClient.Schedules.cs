using System.Threading.Tasks;
using JobStatus.Services.Lists;

namespace JobStatus.Services;

/// <content>Lists schedules.</content>
public abstract partial class JobServiceClient
{
    /// <summary>Lists all schedules. A service without schedules lists none.</summary>
    /// <param name="receiver">Receives the schedules.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when the list has been read.</returns>
    /// <exception cref="JobServiceException">The list could not be read. The kind indicates the reason.</exception>
    public virtual Task ListSchedulesAsync(IListReceiver<RemoteSchedule> receiver, CallContext call) => Task.CompletedTask;
}
