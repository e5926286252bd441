using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Changes Xplenty clusters. Only the specified settings are sent.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "XplentyCluster",
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "Set-XplentyCluster.md")]
[OutputType(typeof(XplentyCluster))]
public sealed class SetXplentyClusterCommand : XplentyClusterCommand
{
    /// <summary>The number of nodes. Xplenty scales a running production cluster.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Nodes { get; set; }

    /// <summary>The name.</summary>
    [Parameter]
    [ValidateNotNull]
    public string? Name { get; set; }

    /// <summary>The description.</summary>
    [Parameter]
    [ValidateNotNull]
    public string? Description { get; set; }

    /// <summary>Makes Xplenty terminate the clusters when they are idle. With <c>:$false</c>, they keep running.</summary>
    [Parameter]
    public SwitchParameter TerminateOnIdle { get; set; }

    /// <summary>The idle time after which a cluster is terminated, in seconds.</summary>
    [Parameter]
    [SecondsArgument]
    [ValidateRange(1, int.MaxValue)]
    public int? TimeToIdle { get; set; }

    /// <summary>Rejects a call without a setting.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Nodes is null && Name is null && Description is null && TimeToIdle is null && !IsTerminateOnIdleBound)
        {
            ThrowInvalidRequest(
                ServiceName,
                "There is nothing to change.",
                "Specify at least one of -Nodes, -Name, -Description, -TerminateOnIdle and -TimeToIdle.",
                MyInvocation.MyCommand.Name);
        }
    }

    private bool IsTerminateOnIdleBound => MyInvocation.BoundParameters.ContainsKey(nameof(TerminateOnIdle));

    private protected override void Process(string id)
    {
        var settings = new XplentyClusterSettings
        {
            Nodes = Nodes,
            Name = Name,
            Description = Description,
            TerminateOnIdle = IsTerminateOnIdleBound ? TerminateOnIdle.ToBool() : null,
            TimeToIdle = TimeToIdle,
        };
        if (ShouldProcess(DescribeTarget(id), $"Change to {settings}"))
        {
            Read<XplentyClient, XplentyCluster>(id, (client, call) => client.ChangeClusterAsync(id, settings, call));
        }
    }
}
