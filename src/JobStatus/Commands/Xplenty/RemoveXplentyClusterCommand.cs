using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Terminates Xplenty clusters. Xplenty accepts the request at once, but a cluster ends some time later.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "XplentyCluster",
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "Remove-XplentyCluster.md")]
[OutputType(typeof(XplentyCluster))]
public sealed class RemoveXplentyClusterCommand : XplentyClusterCommand
{
    private protected override void Process(string id)
    {
        if (ShouldProcess(DescribeTarget(id), "Terminate"))
        {
            Read<XplentyClient, XplentyCluster>(id, (client, call) => client.TerminateClusterAsync(id, call));
        }
    }
}
