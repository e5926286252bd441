using System.ComponentModel;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Rehydration;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that take jobs of any service, as objects or by service and id.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RemoteJobCommand : AsyncCommand
{
    private protected const string ByJob = "RemoteJob";
    private protected const string ById = "Id";

    /// <summary>The jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByJob)]
    [RemoteJobArgument(nameof(Service), nameof(Id))]
    [ValidateNotNullOrEmpty]
    public RemoteJob[] RemoteJob { get; set; } = [];

    /// <summary>The service that the ids belong to.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [ValidateNotNullOrEmpty]
    public string Service { get; set; } = string.Empty;

    /// <summary>The ids of the jobs. For Alma, these are job instance ids; the job id is not needed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [JobIdArgument]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>
    /// The connection for the ids, by name or as an object. Jobs that are passed as objects use the connection that read them.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [AllowNull]
    public ConnectionReference? Connection { get; set; }

    /// <summary>Rejects an empty -Connection.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RejectEmptyConnection(Service, Connection);
    }

    /// <summary>Processes each job.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByJob)
        {
            foreach (RemoteJob job in RemoteJob)
            {
                Process(job);
            }

            return;
        }

        // A column of a CSV file is an empty string where it has no value.
        ConnectionReference? connection = Connection is { Name.Length: 0 } && MyInvocation.ExpectingInput ? null : Connection;
        try
        {
            foreach (string id in Id)
            {
                Process(JobIdArgumentAttribute.WithoutService(id, Service), connection);
            }
        }
        catch (JobServiceException exception) when (MyInvocation.ExpectingInput)
        {
            WriteError(ErrorRecords.From(exception, Service));
        }
        catch (JobServiceException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Service));
        }
    }

    private protected abstract void Process(RemoteJob job);

    /// <summary>Processes a job of the service in -Service.</summary>
    /// <param name="idOrLink">The id of the job, or a link to it.</param>
    /// <param name="connection">The connection, or null for the default connection.</param>
    /// <exception cref="JobServiceException">The service or the connection does not exist.</exception>
    private protected abstract void Process(string idOrLink, ConnectionReference? connection);
}
