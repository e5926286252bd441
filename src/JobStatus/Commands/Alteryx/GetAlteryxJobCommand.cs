using System;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Gets Alteryx Server jobs by id, or lists the jobs of a workflow or the job queue.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "AlteryxJob",
    DefaultParameterSetName = ByQueue,
    SupportsPaging = true,
    HelpUri = HelpPages.Root + "Get-AlteryxJob.md")]
[OutputType(typeof(AlteryxJob))]
public sealed class GetAlteryxJobCommand : ItemCommand
{
    private const string ById = "Id";
    private const string ByWorkflow = "Workflow";
    private const string ByQueue = "Queue";

    private AlteryxListedResults? _results;
    private bool _hasWorkflowArgument;

    /// <summary>The ids of the jobs. They are read concurrently and written as they arrive.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [Alias("JobId")]
    [JobIdArgument(Service = "Alteryx", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Leaves out the messages for a smaller response. A failed job then has no reason for the failure.</summary>
    [Parameter(ParameterSetName = ById)]
    public SwitchParameter ExcludeMessages { get; set; }

    /// <summary>The ids of workflows. Lists their jobs.</summary>
    // A piped job can also have a workflow id, which can be null. The job's own id takes precedence.
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ById, DontShow = true)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByWorkflow)]
    [ArgumentCompleter(typeof(AlteryxWorkflowCompleter))]
    [JobIdArgument(Service = "Alteryx", AcceptsDefinitions = true)]
    [AllowNull]
    public string[]? WorkflowId { get; set; }

    /// <summary>
    /// Lists only jobs with these statuses; for a workflow, only one is supported. If no workflow is specified, lists the
    /// Server's queue, which only curators can read.
    /// </summary>
    [Parameter(ParameterSetName = ByWorkflow)]
    [Parameter(ParameterSetName = ByQueue)]
    [ValidateSet("Queued", "Initializing", "Running", "Completed", "Error")]
    public string[] Status { get; set; } = [];

    /// <summary>Lists only jobs with this result.</summary>
    [Parameter(ParameterSetName = ByWorkflow)]
    [ValidateSet("Success", "Warning", "Error")]
    public string? Result { get; set; }

    /// <summary>Lists only jobs that were submitted at this time or later.</summary>
    [Parameter(ParameterSetName = ByWorkflow)]
    [Parameter(ParameterSetName = ByQueue)]
    [ValidateNotNull]
    [TimeArgument]
    public DateTimeOffset? SubmittedAfter { get; set; }

    /// <summary>Lists only the user's own jobs in the queue.</summary>
    // It is not allowed with a workflow. Without the set, PowerShell's error would not say why.
    [Parameter(ParameterSetName = ByWorkflow, DontShow = true)]
    [Parameter(ParameterSetName = ByQueue)]
    public SwitchParameter SubmittedByMe { get; set; }

    /// <summary>Sorts the list oldest first.</summary>
    [Parameter(ParameterSetName = ByWorkflow)]
    [Parameter(ParameterSetName = ByQueue)]
    public SwitchParameter Ascending { get; set; }

    /// <summary>
    /// Does not read the listed jobs that have finished, so that fewer requests are sent. Their state is then Unknown.
    /// </summary>
    [Parameter(ParameterSetName = ByWorkflow)]
    [Parameter(ParameterSetName = ByQueue)]
    public SwitchParameter ExcludeResult { get; set; }

    private protected override string ServiceName => "Alteryx";

    /// <summary>Notes whether workflow ids were specified as an argument.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _hasWorkflowArgument = MyInvocation.BoundParameters.ContainsKey(nameof(WorkflowId));
    }

    /// <summary>Writes a warning if the results of finished jobs in lists were not read.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_results is { UnreadCount: > 0 and var count })
        {
            string results = count == 1 ? "The result of 1 finished job was" : $"The results of {count} finished jobs were";
            string reason = _results.FirstProblem is { } problem ? $" The first error: {problem}" : string.Empty;
            WriteWarning(
                $"{results} not read, so the State is Unknown. To read the rest, pipe the listed jobs to Get-AlteryxJob.{reason}");
        }
    }

    /// <summary>Starts reading the jobs.</summary>
    private protected override void ProcessItem()
    {
        if (ParameterSetName == ByWorkflow && SubmittedByMe)
        {
            ThrowInvalidRequest(
                ServiceName, "-SubmittedByMe is only for the queue.", "Omit -SubmittedByMe, or omit the workflow.", WorkflowId);
        }

        if (ParameterSetName == ById && _hasWorkflowArgument)
        {
            ThrowInvalidRequest(
                ServiceName,
                "-WorkflowId cannot be combined with the ids of jobs.",
                "Specify either the ids of jobs or -WorkflowId.",
                WorkflowId);
        }

        // A piped workflow also has its id under both names, and a piped schedule has an id of its own.
        bool isWorkflow = PipedObject is AlteryxSchedule || Id.Length == 1 && WorkflowId?.Length == 1 && Id[0] == WorkflowId[0];
        switch (ParameterSetName)
        {
            case ById when !isWorkflow:
                foreach (string id in FindRunIds(Id))
                {
                    Read(id, PipedObject as AlteryxJob);
                }

                break;
            case ById or ByWorkflow:
                foreach (string workflow in FindDefinitionIds(WorkflowId ?? [string.Empty]))
                {
                    List(workflow);
                }

                break;
            default:
                List(null);
                break;
        }
    }

    // Only lists contain the name of the workflow and some other fields.
    private void Read(string id, AlteryxJob? piped) =>
        Read<AlteryxClient, AlteryxJob>(id, async (client, call) =>
        {
            AlteryxJob job = await client.GetJobAsync(id, !ExcludeMessages, call).ConfigureAwait(false);
            return KnownValues.AddTo(job, piped?.Id == id && piped.Connection == job.Connection ? piped : null);
        });

    private void List(string? workflowId)
    {
        var query = new AlteryxJobQuery
        {
            WorkflowId = workflowId,
            WorkflowName = PipedObject is AlteryxWorkflow piped && piped.WorkflowId == workflowId ? piped.Name : null,
            Statuses = Status,
            Result = Result,
            SubmittedAfter = SubmittedAfter,
            SubmittedByMe = SubmittedByMe,
            OldestFirst = Ascending,
        };
        _results ??= new AlteryxListedResults(Math.Min(ThrottleLimit, DefaultConcurrency));
        ReadList<AlteryxClient, AlteryxJob>(workflowId, (client, list, call) =>
            client.ListJobsAsync(query, list.Range, ExcludeResult ? list : _results.ReadFor(client, list, call), call));
    }
}
