using System.Linq;
using System.Management.Automation;

namespace JobStatus.Commands;

/// <summary>Lists the connections of this process.</summary>
[Cmdlet(VerbsCommon.Get, "JobStatusConnection")]
[OutputType(typeof(JobStatusConnection))]
public sealed class GetJobStatusConnectionCommand : PSCmdlet
{
    /// <summary>Names of connections, with wildcards.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Names of services, with wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string[] Service { get; set; } = ["*"];

    /// <summary>Writes the connections.</summary>
    protected override void ProcessRecord()
    {
        foreach (JobStatusConnection connection in ConnectionStore.All())
        {
            if (Matches(Name, connection.Name) && Matches(Service, connection.Service))
            {
                WriteObject(connection);
            }
        }
    }

    private static bool Matches(string[] patterns, string text) =>
        patterns.Any(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(text));
}
