using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus;

/// <summary>Finds connections by their names and services, in which wildcards are supported.</summary>
internal static class ConnectionSearch
{
    /// <summary>Returns the matching connections. A name without wildcards that matches none produces an error.</summary>
    public static IReadOnlyList<JobStatusConnection> Find(Cmdlet cmdlet, string[] names, string[] services)
    {
        var servicePatterns = CreatePatterns(cmdlet, services);
        JobStatusConnection[] connections =
            [.. ConnectionStore.All().Where(connection => servicePatterns.IsMatch(connection.Service))];
        string[] selected = [.. CompletionRequest.AllServices.Where(servicePatterns.IsMatch)];
        string? searched = selected.Length < CompletionRequest.AllServices.Count ? string.Join(" or ", selected) : null;
        foreach (string name in names.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)))
        {
            var pattern = new NamePatterns(name);
            if (!connections.Any(connection => pattern.IsMatch(connection.Name)))
            {
                cmdlet.WriteError(ErrorRecords.ConnectionNotFound(name, services, searched));
            }
        }

        var namePatterns = CreatePatterns(cmdlet, names);
        return [.. connections.Where(connection => namePatterns.IsMatch(connection.Name))];
    }

    /// <summary>
    /// Returns the matching connections, including those that the environment variables describe. Environment variables that do
    /// not describe a connection are an error, because the user might not know that they are incomplete. So is the name of a
    /// service that does not exist.
    /// </summary>
    /// <param name="cmdlet">The cmdlet that writes the errors.</param>
    /// <param name="names">The names of the connections.</param>
    /// <param name="services">The names of the services.</param>
    /// <param name="areNamesSpecified">False if the names are a default, so that it is an error if there is no connection.</param>
    /// <param name="problem">The text of that error.</param>
    public static IReadOnlyList<JobStatusConnection> FindOrReport(
        Cmdlet cmdlet,
        string[] names,
        string[] services,
        bool areNamesSpecified,
        string problem)
    {
        string[] unknown = [.. services.Where(static name =>
            !WildcardPattern.ContainsWildcardCharacters(name) && JobServices.Find(name) is null)];
        foreach (string name in unknown)
        {
            string known = string.Join(", ", JobServices.All.Select(static service => service.Name));
            cmdlet.WriteError(ErrorRecords.From(
                new JobServiceException(
                    name, JobServiceErrorKind.InvalidRequest, $"{name} is not a service.", $"Specify one of these services: {known}."),
                name));
        }

        if (unknown.Length == services.Length)
        {
            return [];
        }

        var servicePatterns = CreatePatterns(cmdlet, services);
        var namePatterns = CreatePatterns(cmdlet, names);
        bool isInvalid = false;
        ConnectionStore.OpenFromEnvironment(exception =>
        {
            if (servicePatterns.IsMatch(exception.Service) && namePatterns.IsMatch(ConnectionStore.EnvironmentName))
            {
                isInvalid = true;
                cmdlet.WriteError(ErrorRecords.From(exception, exception.Service));
            }
        });

        IReadOnlyList<JobStatusConnection> connections = Find(cmdlet, names, services);
        if (connections.Count == 0 && !isInvalid && !areNamesSpecified)
        {
            cmdlet.WriteError(ErrorRecords.From(
                new JobServiceException(string.Join(", ", services), JobServiceErrorKind.NotConnected, problem),
                null));
        }

        return connections;
    }

    // A pattern that is not valid ends the command.
    private static NamePatterns CreatePatterns(Cmdlet cmdlet, string[] patterns)
    {
        try
        {
            return new NamePatterns(patterns);
        }
        catch (JobServiceException exception)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.From(exception, patterns));
            throw;
        }
    }
}
