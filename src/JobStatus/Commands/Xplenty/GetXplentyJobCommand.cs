using System;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Reads Xplenty jobs: by their ids, or a list of them.</summary>
[Cmdlet(VerbsCommon.Get, "XplentyJob", DefaultParameterSetName = ByList, SupportsPaging = true, HelpUri = HelpPages.Root + "Get-XplentyJob.md")]
[OutputType(typeof(XplentyJob))]
public sealed class GetXplentyJobCommand : ConnectedCommand
{
    private const string ById = "Id";
    private const string ByList = "List";
    private const string ByQuery = "Query";
    private const string ByParent = "Parent";

    /// <summary>The ids of the jobs. Many are read at once, and written as they come.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [Alias("JobId")]
    [JobIdArgument(JobType = typeof(XplentyJob))]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Reads the summary of the log too, which often has the reason of a failure.</summary>
    [Parameter(ParameterSetName = ById)]
    public SwitchParameter IncludeLogSummary { get; set; }

    /// <summary>Lists only jobs of this status.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateSet("idle", "pending", "queued", "running", "completed", "failed", "pending_stoppage", "stopping", "stopped")]
    public string? Status { get; set; }

    /// <summary>Lists only runs of this package.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ArgumentCompleter(typeof(XplentyPackageCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long? PackageId { get; set; }

    /// <summary>Lists only jobs that changed at this time or later.</summary>
    [Parameter(ParameterSetName = ByList)]
    public DateTimeOffset? UpdatedSince { get; set; }

    /// <summary>Sorts the list by the jobs' creation (the default) or their last change, the newest first.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateSet("Created", "Updated")]
    public string SortBy { get; set; } = "Created";

    /// <summary>Sorts the oldest first.</summary>
    [Parameter(ParameterSetName = ByList)]
    public SwitchParameter Ascending { get; set; }

    /// <summary>Finds jobs in Xplenty's own query language: terms such as <c>status:failed</c> and <c>started:>2026-01-31</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByQuery)]
    [ValidateNotNullOrEmpty]
    public string Query { get; set; } = string.Empty;

    /// <summary>The id of a workflow job: reads the jobs that it started.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByParent)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [JobIdArgument]
    [ValidateNotNullOrEmpty]
    public string ParentId { get; set; } = string.Empty;

    private protected override string ServiceName => "Xplenty";

    /// <summary>Starts the reads.</summary>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case ById:
                foreach (string id in Id)
                {
                    Read(id, async (client, call) => await ((XplentyClient)client).GetJobAsync(id, IncludeLogSummary, call).ConfigureAwait(false));
                }

                break;
            case ByQuery:
                ReadList<XplentyJob>(Query, async (client, list, call) =>
                    await list.WritePartAsync(await ((XplentyClient)client).SearchJobsAsync(Query, call).ConfigureAwait(false)).ConfigureAwait(false));
                break;
            case ByParent:
                ReadList<XplentyJob>(ParentId, async (client, list, call) =>
                    await list.WritePartAsync(await ((XplentyClient)client).GetChildrenAsync(ParentId, call).ConfigureAwait(false)).ConfigureAwait(false));
                break;
            default:
                var query = new XplentyJobQuery
                {
                    Status = Status?.ToLowerInvariant(),
                    PackageId = PackageId,
                    UpdatedSince = UpdatedSince,
                    SortByUpdate = string.Equals(SortBy, "Updated", StringComparison.OrdinalIgnoreCase),
                    OldestFirst = Ascending,
                };
                ReadList<XplentyJob>(null, (client, list, call) => ((XplentyClient)client).ListJobsAsync(query, list.Range, list, call));
                break;
        }
    }
}
