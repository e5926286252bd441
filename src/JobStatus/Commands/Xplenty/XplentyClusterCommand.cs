using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that change or terminate Xplenty clusters.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class XplentyClusterCommand : ItemCommand
{
    /// <summary>The ids of the clusters.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(XplentyClusterCompleter))]
    [JobIdArgument(Service = "Xplenty", AcceptsDefinitions = true, AcceptsClusters = true)]
    [ValidateNotNullOrEmpty]
    public string[] ClusterId { get; set; } = [];

    private protected sealed override string ServiceName => "Xplenty";

    /// <summary>Processes each cluster.</summary>
    private protected sealed override void ProcessItem()
    {
        foreach (string id in WithConnections(ClusterId).Select(FindClusterId).OfType<string>())
        {
            Process(id);
        }
    }

    private protected abstract void Process(string id);

    /// <summary>Describes a cluster for ShouldProcess. The name of a cluster that was specified as an object is known.</summary>
    private protected string DescribeTarget(string id) =>
        (BoundObject.FindSource(id) ?? PipedObject) is XplentyCluster known && known.Id == id ? known.ToString() : $"Xplenty cluster {id}";

    private string? FindClusterId(string idOrLink) =>
        FindId(idOrLink, static (client, text) => ((XplentyClient)client).GetClusterId(text));
}
