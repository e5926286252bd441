using System;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Reads runs of Alma jobs (job instances): by their ids, or those of a job.</summary>
// No parameter set is the default: a -JobId alone lists the runs of the job, and a piped run is read by its own id.
[Cmdlet(VerbsCommon.Get, "AlmaJobInstance", SupportsPaging = true, HelpUri = HelpPages.Root + "Get-AlmaJobInstance.md")]
[OutputType(typeof(AlmaJobInstance))]
public sealed class GetAlmaJobInstanceCommand : ConnectedCommand
{
    private const string ById = "InstanceId";
    private const string ByJob = "Job";

    /// <summary>The ids of the runs. Many are read at once, and written as they come.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [Alias("Id")]
    [JobIdArgument(JobType = typeof(AlmaJobInstance))]
    [ValidateNotNullOrEmpty]
    public string[] InstanceId { get; set; } = [];

    /// <summary>The id of the job: M, S or O and digits. Alma finds a run by its own id without it too.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByJob)]
    [ArgumentCompleter(typeof(AlmaJobCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? JobId { get; set; }

    /// <summary>Lists only runs that were asked for at this time or later.</summary>
    [Parameter(ParameterSetName = ByJob)]
    public DateTimeOffset? SubmittedAfter { get; set; }

    /// <summary>Lists only runs that were asked for at this time or earlier.</summary>
    [Parameter(ParameterSetName = ByJob)]
    public DateTimeOffset? SubmittedBefore { get; set; }

    /// <summary>Lists only runs of this status.</summary>
    [Parameter(ParameterSetName = ByJob)]
    [ValidateSet(
        "QUEUED", "PENDING", "INITIALIZING", "RUNNING", "FINALIZING", "COMPLETED_SUCCESS", "COMPLETED_NO_BULKS", "COMPLETED_WARNING",
        "MANUAL_HANDLING_REQUIRED", "SKIPPED", "COMPLETED_FAILED", "FAILED", "SYSTEM_ABORTED", "USER_ABORTED")]
    public string? Status { get; set; }

    private protected override string ServiceName => "Alma";

    /// <summary>Refuses a range of time that holds nothing.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (SubmittedAfter > SubmittedBefore)
        {
            ThrowTerminatingError(ErrorRecords.From(
                new JobServiceException(ServiceName, JobServiceErrorKind.InvalidRequest, "-SubmittedAfter is later than -SubmittedBefore, so no run can be between them.", "Give them the other way round."),
                SubmittedAfter));
        }
    }

    /// <summary>Starts the reads.</summary>
    protected override void ProcessRecord()
    {
        string? jobId = string.IsNullOrEmpty(JobId) ? null : JobId;
        if (ParameterSetName == ByJob)
        {
            var query = new AlmaInstanceQuery { SubmittedAfter = SubmittedAfter, SubmittedBefore = SubmittedBefore, Status = Status?.ToUpperInvariant() };
            ReadList<AlmaJobInstance>(jobId, (client, list, call) => ((AlmaClient)client).ListInstancesAsync(jobId ?? string.Empty, query, list.Range, list, call));
            return;
        }

        foreach (string id in InstanceId)
        {
            Read(id, async (client, call) => await ((AlmaClient)client).GetInstanceAsync(jobId, id, call).ConfigureAwait(false));
        }
    }
}
