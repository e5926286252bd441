using System;
using System.Globalization;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Gets Xplenty jobs by id, or lists them.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "XplentyJob",
    DefaultParameterSetName = ByList,
    SupportsPaging = true,
    HelpUri = HelpPages.Root + "Get-XplentyJob.md")]
[OutputType(typeof(XplentyJob))]
public sealed class GetXplentyJobCommand : ItemCommand
{
    private const string ById = "Id";
    private const string ByList = "List";
    private const string ByQuery = "Query";
    private const string ByParent = "Parent";

    /// <summary>The ids of the jobs. They are read concurrently and written as they arrive.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [Alias("JobId")]
    [JobIdArgument(Service = "Xplenty")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Also reads the log summary, which often contains the reason for a failure.</summary>
    [Parameter(ParameterSetName = ById)]
    public SwitchParameter IncludeLogSummary { get; set; }

    /// <summary>Lists only jobs with this status.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateSet("idle", "pending", "queued", "running", "completed", "failed", "pending_stoppage", "stopping", "stopped")]
    public string? Status { get; set; }

    /// <summary>Lists only jobs that run this package.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ArgumentCompleter(typeof(XplentyPackageCompleter))]
    [JobIdArgument(Service = "Xplenty", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string? PackageId { get; set; }

    /// <summary>Lists only jobs that were updated at this time or later.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateNotNull]
    [TimeArgument]
    public DateTimeOffset? UpdatedSince { get; set; }

    /// <summary>Sorts the list by creation time (the default) or by update time, newest first.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateSet("Created", "Updated")]
    public string SortBy { get; set; } = "Created";

    /// <summary>Sorts the list oldest first.</summary>
    [Parameter(ParameterSetName = ByList)]
    public SwitchParameter Ascending { get; set; }

    /// <summary>
    /// A search in Xplenty's query language, with terms such as <c>status:failed</c> and <c>started:>2026-01-31</c>.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ByQuery)]
    [ValidateNotNullOrEmpty]
    public string Query { get; set; } = string.Empty;

    /// <summary>The id of a workflow job. Lists the jobs that it started.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByParent)]
    [ArgumentCompleter(typeof(RunCompleter))]
    [JobIdArgument(Service = "Xplenty")]
    [ValidateNotNullOrEmpty]
    public string ParentId { get; set; } = string.Empty;

    private protected override string ServiceName => "Xplenty";

    /// <summary>Starts reading the jobs.</summary>
    private protected override void ProcessItem()
    {
        switch (ParameterSetName)
        {
            case ById:
                foreach (string id in FindRunIds(Id))
                {
                    Read<XplentyClient, XplentyJob>(id, (client, call) => client.GetJobAsync(id, IncludeLogSummary, call));
                }

                break;
            case ByQuery:
                ReadWholeList<XplentyClient, XplentyJob>(Query, (client, call) => client.SearchJobsAsync(Query, call));
                break;
            case ByParent:
                foreach (string id in FindRunIds([ParentId]))
                {
                    ReadWholeList<XplentyClient, XplentyJob>(id, (client, call) => client.GetChildrenAsync(id, call));
                }

                break;
            default:
                if (!TryFindDefinitionId(PackageId, out string? packageId))
                {
                    break;
                }

                var query = new XplentyJobQuery
                {
                    Status = Status?.ToLowerInvariant(),
                    PackageId = packageId is null ? null : long.Parse(packageId, CultureInfo.InvariantCulture),
                    UpdatedSince = UpdatedSince,
                    SortByUpdate = string.Equals(SortBy, "Updated", StringComparison.OrdinalIgnoreCase),
                    OldestFirst = Ascending,
                };
                ReadList<XplentyClient, XplentyJob>(null, (client, list, call) => client.ListJobsAsync(query, list.Range, list, call));
                break;
        }
    }
}
