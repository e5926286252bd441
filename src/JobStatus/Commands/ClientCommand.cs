using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that call the client of one service, through the connection in -Connection.</summary>
// The methods do not constrain the type of the client to JobServiceClient, because PowerShell loads all types of this
// assembly when it imports the module, and the constraints would load the services assembly.
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ClientCommand : AsyncCommand
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
        base.BeginProcessing();
        RejectEmptyConnection(ServiceName, Connection);
    }

    /// <summary>
    /// Returns ids or links. Until the next one is returned, <see cref="Connection"/> is the connection to use for it: the value of
    /// -Connection, or else the connection that read the object whose id it is.
    /// </summary>
    private protected IEnumerable<string> WithConnections(string[] idsOrLinks)
    {
        ConnectionReference? connection = Connection;
        foreach (string idOrLink in idsOrLinks)
        {
            Connection = connection ?? FindConnection(idOrLink);
            yield return idOrLink;
        }

        Connection = connection;
    }

    /// <summary>Returns the connection that read the object whose id this is, or null if the id itself was specified.</summary>
    private protected static ConnectionReference? FindConnection(string id) => BoundObject.FindSource(id) switch
    {
        AlmaSet { Connection: { } name } => new ConnectionReference(name),
        XplentyCluster { Connection: { } name } => new ConnectionReference(name),
        _ => null,
    };

    /// <summary>Returns the ids of runs that were specified as ids or links. Each invalid one produces an error.</summary>
    private protected IEnumerable<string> FindRunIds(string[] idsOrLinks) =>
        idsOrLinks.Select(idOrLink => FindId(idOrLink, static (client, text) => client.GetRunId(text))).OfType<string>();

    /// <summary>Returns the ids of definitions that were specified as ids or links. Each invalid one produces an error.</summary>
    private protected IEnumerable<string> FindDefinitionIds(params string[] idsOrLinks) =>
        idsOrLinks.Select(idOrLink => FindId(idOrLink, static (client, text) => client.GetDefinitionId(text))).OfType<string>();

    /// <summary>
    /// Finds the id of an optional definition. Returns false after it has written an error because the id is not valid.
    /// </summary>
    private protected bool TryFindDefinitionId(string? idOrLink, out string? id)
    {
        id = string.IsNullOrEmpty(idOrLink) ? null : FindDefinitionIds(idOrLink!).FirstOrDefault();
        return id is not null || string.IsNullOrEmpty(idOrLink);
    }

    private protected string? FindId(string idOrLink, Func<JobServiceClient, string, string> getId)
    {
        try
        {
            return FindClient<JobServiceClient>(idOrLink) is { } client ? getId(client, idOrLink) : null;
        }
        catch (JobServiceException exception)
        {
            WriteError(ErrorRecords.From(exception, idOrLink));
            return null;
        }
    }

    /// <summary>Reads one object through the connection, and writes it.</summary>
    private protected void Read<TClient, T>(string target, Func<TClient, CallContext, Task<T>> read)
        where TClient : class
        where T : class
    {
        if (FindClient<TClient>(target) is { } client)
        {
            Start(client, target, async call => PostObject(await read(client, call).ConfigureAwait(false)));
        }
    }

    /// <summary>Reads several objects with one call through the connection, and writes them.</summary>
    private protected void ReadAll<TClient, T>(string target, Func<TClient, CallContext, Task<IReadOnlyList<T>>> read)
        where TClient : class
    {
        if (FindClient<TClient>(target) is { } client)
        {
            Start(client, target, async call => PostObject(await read(client, call).ConfigureAwait(false), enumerate: true));
        }
    }

    /// <summary>Reads a list through the connection, and writes it page by page.</summary>
    private protected void ReadList<TClient, T>(object? target, Func<TClient, ListWriter<T>, CallContext, Task> read)
        where TClient : class
    {
        if (FindClient<TClient>(target) is { } client)
        {
            var writer = new ListWriter<T>(this, Pump, Progress);
            Progress.OnList();
            Start(client, target, async call =>
            {
                await read(client, writer, call).ConfigureAwait(false);
                writer.Complete();
            });
        }
    }

    /// <summary>Reads a list that the service returns as a whole, and writes the requested range of it.</summary>
    private protected void ReadWholeList<TClient, T>(object? target, Func<TClient, CallContext, Task<IReadOnlyList<T>>> read)
        where TClient : class =>
        ReadList<TClient, T>(target, async (client, list, call) =>
        {
            IReadOnlyList<T> all = await read(client, call).ConfigureAwait(false);
            await list.WriteRangeAsync(all).ConfigureAwait(false);
        });

    /// <summary>Performs an action without output through the connection.</summary>
    private protected void InvokeAction<TClient>(string target, Func<TClient, CallContext, Task> action)
        where TClient : class
    {
        if (FindClient<TClient>(target) is { } client)
        {
            Start(client, target, call => action(client, call));
        }
    }

    /// <summary>
    /// Returns the client of the connection. If the connection of a piped object does not exist, writes an error for
    /// that object and returns null. Any other missing connection is a terminating error. Also returns null if the service
    /// rejected the credentials of the connection, because this error has been written.
    /// </summary>
    private protected TClient? FindClient<TClient>(object? target)
        where TClient : class
    {
        try
        {
            object client = ConnectionStore.Find(ServiceName, Connection).Client;
            return IsRejected(client) ? null : (TClient)client;
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
