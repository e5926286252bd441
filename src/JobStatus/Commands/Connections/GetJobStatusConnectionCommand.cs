using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;

namespace JobStatus.Commands;

/// <summary>Lists the connections of this process.</summary>
[Cmdlet(VerbsCommon.Get, "JobStatusConnection", HelpUri = HelpPages.Root + "Get-JobStatusConnection.md")]
[OutputType(typeof(JobStatusConnection))]
public sealed class GetJobStatusConnectionCommand : PSCmdlet
{
    /// <summary>Names of connections, with wildcards.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Names of services, with wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string[] Service { get; set; } = ["*"];

    /// <summary>Writes the connections.</summary>
    protected override void ProcessRecord()
    {
        var services = new NamePatterns(Service);
        ConnectionStore.OpenFromEnvironment();
        JobStatusConnection[] connections = ConnectionStore.All().Where(connection => services.Match(connection.Service)).ToArray();
        var names = new NamePatterns(Name);
        foreach (string name in Name)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(name) && !connections.Any(connection => new NamePatterns(name).Match(connection.Name)))
            {
                WriteError(ErrorRecords.NoConnection(name, Service));
            }
        }

        WriteObject(connections.Where(connection => names.Match(connection.Name)), enumerateCollection: true);
    }
}
