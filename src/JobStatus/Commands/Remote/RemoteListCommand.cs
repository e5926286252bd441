using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that read a list from several connections at the same time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RemoteListCommand : AsyncCommand
{
    /// <summary>Lists only objects of these services. Wildcards are supported.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Service { get; set; } = ["*"];

    /// <summary>The connections to use, by name or as objects. Wildcards are supported. The default is all connections.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public ConnectionReference[]? Connection { get; set; }

    /// <summary>The text of the error if there is no connection.</summary>
    private protected abstract string NoConnection { get; }

    /// <summary>Starts reading the list of each connection.</summary>
    protected override void ProcessRecord()
    {
        foreach (JobStatusConnection connection in FindConnections())
        {
            Read(connection);
        }
    }

    /// <summary>Reads the list of a connection. An error is written for the connection.</summary>
    private protected abstract Task ReadAsync(JobServiceClient client, CallContext call);

    private IEnumerable<JobStatusConnection> FindConnections()
    {
        JobStatusConnection[] objects = [.. (Connection ?? []).Select(reference => reference.Connection).OfType<JobStatusConnection>()];
        string[] names = Connection is null
            ? ["*"]
            : [.. Connection.Where(reference => reference.Connection is null).Select(reference => reference.Name)];
        var services = new NamePatterns(Service);
        IEnumerable<JobStatusConnection> selected = objects.Where(connection => services.IsMatch(connection.Service));
        return names.Length == 0
            ? selected
            : selected.Union(ConnectionSearch.FindOrReport(this, names, Service, Connection is not null, NoConnection));
    }

    private void Read(JobStatusConnection connection)
    {
        try
        {
            JobServiceClient client = ConnectionStore.Find(connection.Service, new ConnectionReference(connection)).Client;
            Start(call => ReadAsync(client, call), exception => WriteError(ErrorRecords.From(exception, connection)));
        }
        catch (JobServiceException exception)
        {
            WriteError(ErrorRecords.From(exception, connection));
        }
    }
}
