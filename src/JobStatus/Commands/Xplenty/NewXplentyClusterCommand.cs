using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Creates an Xplenty cluster. The request is never retried, because a cluster costs money.</summary>
[Cmdlet(
    VerbsCommon.New,
    "XplentyCluster",
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "New-XplentyCluster.md")]
[OutputType(typeof(XplentyCluster))]
public sealed class NewXplentyClusterCommand : ClientCommand
{
    /// <summary>The name.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The number of nodes.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Nodes { get; set; } = 1;

    /// <summary>The type of the cluster. A sandbox has one node.</summary>
    [Parameter]
    [ValidateSet("production", "sandbox")]
    public string? Type { get; set; }

    /// <summary>The description.</summary>
    [Parameter]
    [ValidateNotNull]
    public string? Description { get; set; }

    /// <summary>Makes Xplenty terminate the cluster when it is idle.</summary>
    [Parameter]
    public SwitchParameter TerminateOnIdle { get; set; }

    /// <summary>The idle time after which the cluster is terminated, in seconds.</summary>
    [Parameter]
    [SecondsArgument]
    [ValidateRange(1, int.MaxValue)]
    public int? TimeToIdle { get; set; }

    /// <summary>The region.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    private protected override string ServiceName => "Xplenty";

    /// <summary>Creates the cluster.</summary>
    protected override void ProcessRecord()
    {
        var settings = new XplentyClusterSettings
        {
            Nodes = Nodes,
            Type = Type?.ToLowerInvariant(),
            Name = Name,
            Description = Description,
            TerminateOnIdle = MyInvocation.BoundParameters.ContainsKey(nameof(TerminateOnIdle)) ? TerminateOnIdle.ToBool() : null,
            TimeToIdle = TimeToIdle,
            Region = Region,
        };
        string target = Name is null ? "Xplenty cluster" : $"Xplenty cluster '{Name}'";
        if (ShouldProcess(target, $"Create with {settings}"))
        {
            Read<XplentyClient, XplentyCluster>(target, (client, call) => client.CreateClusterAsync(settings, call));
        }
    }
}
