using System.Linq;
using System.Management.Automation;
using JobStatus.Pipeline;

namespace JobStatus.Commands;

/// <summary>Lists the connections of this process.</summary>
[Cmdlet(VerbsCommon.Get, "JobStatusConnection")]
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
        JobStatusConnection[] connections = ConnectionStore.All().Where(connection => Matches(Service, connection.Service)).ToArray();
        foreach (string name in Name)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(name) && !connections.Any(connection => Matches([name], connection.Name)))
            {
                WriteError(ErrorRecords.NoConnection(name, Service));
            }
        }

        WriteObject(connections.Where(connection => Matches(Name, connection.Name)), enumerateCollection: true);
    }

    private static bool Matches(string[] patterns, string text) =>
        patterns.Any(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(text));
}
