using System;
using System.ComponentModel;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that use one connection to one service.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ConnectedCommand : ServiceCommand
{
    /// <summary>
    /// The connection to use, by name or as an object. The default is the connection that read the piped object, then
    /// the default connection of the service, then the connection from the environment variables.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [AllowNull]
    public ConnectionReference? Connection { get; set; }

    private protected abstract string ServiceName { get; }

    /// <summary>Rejects an empty -Connection, because the default connection could belong to another tenant.</summary>
    protected override void BeginProcessing()
    {
        if (Connection is null && MyInvocation.BoundParameters.ContainsKey(nameof(Connection)))
        {
            var exception = new JobServiceException(
                ServiceName,
                JobServiceErrorKind.InvalidRequest,
                "The value of -Connection is empty.",
                "Specify a connection, or omit -Connection to use the default connection.");
            ThrowTerminatingError(ErrorRecords.From(exception, ServiceName));
        }
    }

    /// <summary>Calls the service through the connection, and writes the result.</summary>
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
                writer.Complete();
            });
        }
    }

    /// <summary>Performs an action without output through the connection.</summary>
    private protected void InvokeAction(string target, Func<JobServiceClient, CallContext, Task> action)
    {
        if (FindClient(target) is { } client)
        {
            Start(target, call => action(client, call));
        }
    }

    /// <summary>
    /// Returns the client of the connection. If the connection of a piped object does not exist, writes an error for
    /// that object and returns null. Any other missing connection is a terminating error.
    /// </summary>
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
