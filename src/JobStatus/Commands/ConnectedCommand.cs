using System;
using System.ComponentModel;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
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
    [AllowNull]
    public ConnectionReference? Connection { get; set; }

    private protected abstract string ServiceName { get; }

    /// <summary>Refuses a connection that is empty by mistake: the default could be another tenant's.</summary>
    protected override void BeginProcessing()
    {
        if (Connection is null && MyInvocation.BoundParameters.ContainsKey(nameof(Connection)))
        {
            ThrowTerminatingError(ErrorRecords.From(
                new JobServiceException(ServiceName, JobServiceErrorKind.InvalidRequest, "The value of -Connection is empty.", "Leave -Connection out to use the default connection."),
                ServiceName));
        }
    }

    /// <summary>Asks one thing through the connection, and writes what comes.</summary>
    private protected void Read(string target, Func<JobServiceClient, CallContext, Task<object>> read, bool enumerate = false)
    {
        if (FindClient(target) is { } client)
        {
            Start(target, async call => PostObject(await read(client, call).ConfigureAwait(false), enumerate));
        }
    }

    /// <summary>Reads a list through the connection, and writes it page by page.</summary>
    private protected void ReadList<T>(object? target, Func<JobServiceClient, ListWriter<T>, CallContext, Task> read)
    {
        if (FindClient(target) is { } client)
        {
            var writer = new ListWriter<T>(this, Pump, Progress);
            Progress.OnList();
            Start(target, async call =>
            {
                await read(client, writer, call).ConfigureAwait(false);
                writer.End();
            });
        }
    }

    /// <summary>Does something through the connection that writes nothing.</summary>
    private protected void Act(string target, Func<JobServiceClient, CallContext, Task> act)
    {
        if (FindClient(target) is { } client)
        {
            Start(target, call => act(client, call));
        }
    }

    /// <summary>The connection's client; null when this item alone came through a connection that is gone.</summary>
    private protected JobServiceClient? FindClient(object? target)
    {
        try
        {
            return ConnectionStore.Find(ServiceName, Connection).Client;
        }
        catch (JobServiceException exception) when (Connection is not null && MyInvocation.ExpectingInput)
        {
            WriteError(ErrorRecords.From(exception, target));
            return null;
        }
        catch (JobServiceException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, ServiceName));
            return null;
        }
    }
}
