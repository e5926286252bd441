using System.Management.Automation;
using JobStatus.Completion;

namespace JobStatus.Commands;

/// <summary>Gets the connections of this process.</summary>
[Cmdlet(VerbsCommon.Get, "JobStatusConnection", HelpUri = HelpPages.Root + "Get-JobStatusConnection.md")]
[OutputType(typeof(JobStatusConnection))]
public sealed class GetJobStatusConnectionCommand : PSCmdlet
{
    /// <summary>The names of connections. Wildcards are supported.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The names of services. Wildcards are supported.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string[] Service { get; set; } = ["*"];

    /// <summary>Writes the connections.</summary>
    protected override void ProcessRecord()
    {
        ConnectionStore.OpenFromEnvironment();
        WriteObject(ConnectionSearch.Find(this, Name, Service), enumerateCollection: true);
    }
}
