using System.Management.Automation;
using JobStatus.Completion;

namespace JobStatus.Commands;

/// <summary>Removes connections and their credentials from this process.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "JobStatusConnection",
    DefaultParameterSetName = ByName,
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "Remove-JobStatusConnection.md")]
[OutputType(typeof(void))]
public sealed class RemoveJobStatusConnectionCommand : PSCmdlet
{
    private const string ByName = "Name";
    private const string ByObject = "Connection";

    /// <summary>The names of connections. Wildcards are supported.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Removes only connections to these services. Wildcards are supported.</summary>
    [Parameter(ParameterSetName = ByName)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string[] Service { get; set; } = ["*"];

    /// <summary>The connections to remove.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [ValidateNotNull]
    public JobStatusConnection[] Connection { get; set; } = [];

    /// <summary>Removes the connections.</summary>
    protected override void ProcessRecord()
    {
        foreach (JobStatusConnection connection in ParameterSetName == ByObject ? Connection : ConnectionSearch.Find(this, Name, Service))
        {
            Remove(connection);
        }
    }

    private void Remove(JobStatusConnection connection)
    {
        if (ShouldProcess($"{connection.Name} ({connection.Service} at {connection.BaseUri})"))
        {
            ConnectionStore.Remove(connection);
        }
    }
}
