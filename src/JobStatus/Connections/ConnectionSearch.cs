using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using JobStatus.Pipeline;

namespace JobStatus;

/// <summary>Finds connections by their names and services, in which wildcards are supported.</summary>
internal static class ConnectionSearch
{
    /// <summary>Returns the matching connections. A name without wildcards that matches none produces an error.</summary>
    public static IReadOnlyList<JobStatusConnection> Find(Cmdlet cmdlet, string[] names, string[] services)
    {
        var servicePatterns = new NamePatterns(services);
        JobStatusConnection[] connections =
            [.. ConnectionStore.All().Where(connection => servicePatterns.IsMatch(connection.Service))];
        foreach (string name in names.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)))
        {
            var pattern = new NamePatterns(name);
            if (!connections.Any(connection => pattern.IsMatch(connection.Name)))
            {
                cmdlet.WriteError(ErrorRecords.ConnectionNotFound(name, services));
            }
        }

        var namePatterns = new NamePatterns(names);
        return [.. connections.Where(connection => namePatterns.IsMatch(connection.Name))];
    }
}
