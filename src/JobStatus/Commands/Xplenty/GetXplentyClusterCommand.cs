using System;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Gets Xplenty clusters by id, or lists them.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "XplentyCluster",
    DefaultParameterSetName = ByList,
    SupportsPaging = true,
    HelpUri = HelpPages.Root + "Get-XplentyCluster.md")]
[OutputType(typeof(XplentyCluster))]
public sealed class GetXplentyClusterCommand : ItemCommand
{
    private const string ById = "ClusterId";
    private const string ByList = "List";

    /// <summary>The ids of the clusters. They are read concurrently and written as they arrive.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(XplentyClusterCompleter))]
    [JobIdArgument(Service = "Xplenty", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string[] ClusterId { get; set; } = [];

    /// <summary>Lists only clusters with these names. Wildcards are supported.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ArgumentCompleter(typeof(XplentyClusterNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Lists only clusters with this status.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateSet("pending", "creating", "available", "idle", "error", "pending_terminate", "terminating", "terminated")]
    public string? Status { get; set; }

    private protected override string ServiceName => "Xplenty";

    /// <summary>Starts reading the clusters.</summary>
    private protected override void ProcessItem()
    {
        if (ParameterSetName == ById)
        {
            foreach (string id in ClusterId.Select(FindClusterId).OfType<string>())
            {
                Read<XplentyClient, XplentyCluster>(id, (client, call) => client.GetClusterAsync(id, call));
            }

            return;
        }

        string? status = Status?.ToLowerInvariant();
        Func<XplentyCluster, bool>? filter = NamePatterns.CreateFilter<XplentyCluster>(Name, static cluster => cluster.Name);
        ReadList<XplentyClient, XplentyCluster>(
            null,
            (client, list, call) => client.ListClustersAsync(status, list.Range, list, call, filter));
    }

    private string? FindClusterId(string idOrLink) =>
        FindId(idOrLink, static (client, text) => ((XplentyClient)client).GetClusterId(text));
}
