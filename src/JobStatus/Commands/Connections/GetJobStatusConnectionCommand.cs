using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;

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
        var services = new NamePatterns(Service);
        ConnectionStore.OpenFromEnvironment();
        JobStatusConnection[] connections = ConnectionStore.All().Where(connection => services.IsMatch(connection.Service)).ToArray();
        var names = new NamePatterns(Name);
        foreach (string name in Name)
        {
            var pattern = new NamePatterns(name);
            if (!WildcardPattern.ContainsWildcardCharacters(name) && !connections.Any(connection => pattern.IsMatch(connection.Name)))
            {
                WriteError(ErrorRecords.ConnectionNotFound(name, Service));
            }
        }

        WriteObject(connections.Where(connection => names.IsMatch(connection.Name)), enumerateCollection: true);
    }
}
