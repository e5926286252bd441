using System;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Gets Alma job instances by id, or lists the instances of a job.</summary>
// There is no default parameter set: -JobId alone lists the instances of the job, and a piped instance is read by its
// own id.
[Cmdlet(VerbsCommon.Get, "AlmaJobInstance", SupportsPaging = true, HelpUri = HelpPages.Root + "Get-AlmaJobInstance.md")]
[OutputType(typeof(AlmaJobInstance))]
public sealed class GetAlmaJobInstanceCommand : ItemCommand
{
    private const string ById = "InstanceId";
    private const string ByJob = "Job";

    /// <summary>The ids of the job instances. They are read concurrently and written as they arrive.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [Alias("Id")]
    [JobIdArgument(Service = "Alma", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string[] InstanceId { get; set; } = [];

    /// <summary>The id of the job definition: M, S or O and digits. Alma also finds an instance without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByJob)]
    [ArgumentCompleter(typeof(AlmaJobCompleter))]
    [JobIdArgument(Service = "Alma", AcceptsDefinitions = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? JobId { get; set; }

    /// <summary>Lists only instances that were submitted at this time or later.</summary>
    [Parameter(ParameterSetName = ByJob)]
    [ValidateNotNull]
    [TimeArgument]
    public DateTimeOffset? SubmittedAfter { get; set; }

    /// <summary>Lists only instances that were submitted at this time or earlier.</summary>
    [Parameter(ParameterSetName = ByJob)]
    [ValidateNotNull]
    [TimeArgument]
    public DateTimeOffset? SubmittedBefore { get; set; }

    /// <summary>Lists only instances with this status.</summary>
    [Parameter(ParameterSetName = ByJob)]
    [ValidateSet(
        "QUEUED", "PENDING", "INITIALIZING", "RUNNING", "FINALIZING", "COMPLETED_SUCCESS", "COMPLETED_NO_BULKS", "COMPLETED_WARNING",
        "MANUAL_HANDLING_REQUIRED", "SKIPPED", "COMPLETED_FAILED", "FAILED", "SYSTEM_ABORTED", "USER_ABORTED")]
    public string? Status { get; set; }

    private protected override string ServiceName => "Alma";

    /// <summary>Rejects a time range that cannot contain anything.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (SubmittedAfter > SubmittedBefore)
        {
            ThrowInvalidRequest(
                ServiceName,
                "The time range is empty, because -SubmittedAfter is later than -SubmittedBefore.",
                "Swap the two values.",
                SubmittedAfter);
        }
    }

    /// <summary>Starts reading the job instances.</summary>
    private protected override void ProcessItem()
    {
        if (!TryFindDefinitionId(JobId, out string? jobId))
        {
            return;
        }

        // A piped job also has its id under both names.
        if (ParameterSetName == ByJob || (InstanceId.Length == 1 && InstanceId[0] == JobId))
        {
            var query = new AlmaInstanceQuery
            {
                SubmittedAfter = SubmittedAfter,
                SubmittedBefore = SubmittedBefore,
                Status = Status?.ToUpperInvariant(),
            };
            ReadList<AlmaClient, AlmaJobInstance>(jobId, (client, list, call) =>
                client.ListInstancesAsync(jobId ?? string.Empty, query, list.Range, list, call));
            return;
        }

        foreach (string id in FindRunIds(InstanceId))
        {
            Read<AlmaClient, AlmaJobInstance>(id, (client, call) => client.GetInstanceAsync(jobId, id, call));
        }
    }
}
