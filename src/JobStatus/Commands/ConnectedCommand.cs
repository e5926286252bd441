using System;
using System.ComponentModel;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus.Commands;

/// <summary>A cmdlet that asks one service.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ConnectedCommand : ServiceCommand
{
    /// <summary>
    /// The connection to use, by name or as an object. Without it the one that read a piped job, else the service's
    /// default, else what the environment variables describe.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public ConnectionReference? Connection { get; set; }

    private protected abstract string ServiceName { get; }

    /// <summary>Reads one thing through the connection, and writes it as it comes.</summary>
    private protected void Read(string target, Func<JobServiceClient, CallContext, Task<object>> read, bool enumerate = false)
    {
        JobServiceClient client;
        try
        {
            client = ConnectionStore.Find(ServiceName, Connection).Client;
        }
        catch (JobServiceException exception) when (Connection is not null && MyInvocation.ExpectingInput)
        {
            // Only this one came through a connection that is gone.
            WriteError(ErrorRecords.From(exception, target));
            return;
        }
        catch (JobServiceException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, ServiceName));
            return;
        }

        Start(target, async call => PostObject(await read(client, call).ConfigureAwait(false), enumerate));
    }
}
