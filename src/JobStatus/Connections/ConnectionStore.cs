using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Services;

namespace JobStatus;

/// <summary>The connections of this process, shared by its runspaces.</summary>
internal static class ConnectionStore
{
    public const string DefaultName = "Default";
    public const string EnvironmentName = "Environment";

    private static readonly object Gate = new();
    private static readonly List<JobStatusConnection> Connections = [];
    private static readonly Dictionary<string, JobStatusConnection> Defaults = new(StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<string, EnvironmentConnection> FromEnvironment = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Adds a connection, in place of one of the same service and name. It becomes the default when it has the
    /// default name, or no other is.
    /// </summary>
    /// <exception cref="JobServiceException">InvalidRequest: its name stands for the environment variables.</exception>
    public static void Add(JobStatusConnection connection)
    {
        if (string.Equals(connection.Name, EnvironmentName, StringComparison.OrdinalIgnoreCase))
        {
            throw new JobServiceException(
                connection.Service,
                JobServiceErrorKind.InvalidRequest,
                $"'{connection.Name}' is the name of the connection that the environment variables describe.",
                "Choose another name.");
        }

        lock (Gate)
        {
            if (Connections.Find(other => IsNamed(other, connection.Service, connection.Name)) is { } replaced)
            {
                RemoveCore(replaced, keepDefaultFor: connection);
            }

            Connections.Add(connection);
            if (!Defaults.ContainsKey(connection.Service) || string.Equals(connection.Name, DefaultName, StringComparison.OrdinalIgnoreCase))
            {
                Defaults[connection.Service] = connection;
            }
        }
    }

    public static void Remove(JobStatusConnection connection)
    {
        lock (Gate)
        {
            RemoveCore(connection, keepDefaultFor: null);
        }
    }

    public static IReadOnlyList<JobStatusConnection> All()
    {
        lock (Gate)
        {
            return Connections.Concat(FromEnvironment.Values.Select(cached => cached.Connection)).ToArray();
        }
    }

    /// <summary>Opens what the environment describes, as the first use of it would. What cannot be used is passed over.</summary>
    public static void OpenFromEnvironment()
    {
        foreach (JobServiceRegistration service in JobServices.All)
        {
            TryFind(service.Name, new ConnectionReference(EnvironmentName), mayOpen: true);
        }
    }

    public static bool IsDefault(JobStatusConnection connection)
    {
        lock (Gate)
        {
            return Defaults.TryGetValue(connection.Service, out JobStatusConnection? current)
                ? ReferenceEquals(current, connection)
                : FromEnvironment.Values.Any(cached => ReferenceEquals(cached.Connection, connection));
        }
    }

    /// <summary>The connection that is meant; without a reference the default, then what the environment describes.</summary>
    /// <exception cref="JobServiceException">NotConnected: there is none.</exception>
    public static JobStatusConnection Find(string service, ConnectionReference? reference)
    {
        JobServiceRegistration definition = JobServices.Find(service)
            ?? throw new JobServiceException(service, JobServiceErrorKind.InvalidRequest, $"There is no service named '{service}'.", $"Known are {string.Join(", ", JobServices.All.Select(known => known.Name))}.");
        lock (Gate)
        {
            if (reference?.Connection is { } meant)
            {
                return Check(definition, meant);
            }

            if (reference is not null && !string.Equals(reference.Name, EnvironmentName, StringComparison.OrdinalIgnoreCase))
            {
                return Connections.Find(connection => IsNamed(connection, service, reference.Name))
                    ?? throw new JobServiceException(definition.Name, JobServiceErrorKind.NotConnected, $"There is no connection to {definition.Name} named '{reference.Name}'.", $"Get-JobStatusConnection lists those that exist, Connect-{definition.Name} -Name makes one.");
            }

            if (reference is null && Defaults.TryGetValue(service, out JobStatusConnection? current))
            {
                return current;
            }

            if (OpenFromEnvironment(definition) is { } fromEnvironment)
            {
                return fromEnvironment;
            }

            throw reference is null && Connections.Exists(connection => connection.Service == definition.Name)
                ? new JobServiceException(definition.Name, JobServiceErrorKind.NotConnected, $"None of the connections to {definition.Name} is the default.", $"Name one with -Connection. {definition.HowToConnect}")
                : NotConnected(definition, $"There is no connection to {definition.Name}.");
        }
    }

    /// <summary>
    /// The connection that is meant, as <see cref="Find"/> gives it; null when there is none. What the environment
    /// describes is opened only if it may be: without any connection, nothing is loaded to say so.
    /// </summary>
    public static JobStatusConnection? TryFind(string service, ConnectionReference? reference, bool mayOpen)
    {
        lock (Gate)
        {
            bool isOpen = FromEnvironment.ContainsKey(service) || Connections.Exists(connection => connection.Service == service);
            if (!isOpen && !(mayOpen && EnvironmentNames(service)))
            {
                return null;
            }
        }

        try
        {
            return Find(service, reference);
        }
        catch (JobServiceException)
        {
            return null;
        }
    }

    /// <summary>The connection of a name, if it is there.</summary>
    public static JobStatusConnection? FindNamed(string service, string name)
    {
        lock (Gate)
        {
            return Connections.Find(connection => IsNamed(connection, service, name))
                ?? (string.Equals(name, EnvironmentName, StringComparison.OrdinalIgnoreCase) && FromEnvironment.TryGetValue(service, out EnvironmentConnection? cached) ? cached.Connection : null);
        }
    }

    // Which variables are read, only the services know; all of theirs begin with their names.
    private static bool EnvironmentNames(string service) =>
        Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(name => name.StartsWith(service + "_", StringComparison.OrdinalIgnoreCase));

    private static JobStatusConnection? OpenFromEnvironment(JobServiceRegistration definition)
    {
        string values = string.Join("\n", definition.EnvironmentVariables.Select(Environment.GetEnvironmentVariable));
        if (FromEnvironment.TryGetValue(definition.Name, out EnvironmentConnection? cached))
        {
            if (cached.Values == values)
            {
                return cached.Connection;
            }

            FromEnvironment.Remove(definition.Name);
        }

        if (definition.OpenFromEnvironment(EnvironmentName, Environment.GetEnvironmentVariable) is not { } client)
        {
            return null;
        }

        var connection = new JobStatusConnection(client, "Environment variables");
        FromEnvironment[definition.Name] = new EnvironmentConnection(values, connection);
        return connection;
    }

    private static JobStatusConnection Check(JobServiceRegistration definition, JobStatusConnection meant)
    {
        if (!string.Equals(meant.Service, definition.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new JobServiceException(
                definition.Name,
                JobServiceErrorKind.InvalidRequest,
                $"The connection '{meant.Name}' leads to {meant.Service}, not to {definition.Name}.",
                definition.HowToConnect);
        }

        return Connections.Contains(meant) || FromEnvironment.Values.Any(cached => ReferenceEquals(cached.Connection, meant))
            ? meant
            : throw NotConnected(definition, $"The connection '{meant.Name}' to {meant.Service} was removed.");
    }

    // The client is left to the garbage collector: a wait elsewhere may still use it.
    private static void RemoveCore(JobStatusConnection connection, JobStatusConnection? keepDefaultFor)
    {
        Connections.Remove(connection);
        if (FromEnvironment.TryGetValue(connection.Service, out EnvironmentConnection? cached) && ReferenceEquals(cached.Connection, connection))
        {
            FromEnvironment.Remove(connection.Service);
        }

        if (!Defaults.TryGetValue(connection.Service, out JobStatusConnection? current) || !ReferenceEquals(current, connection))
        {
            return;
        }

        if (keepDefaultFor is not null)
        {
            Defaults[connection.Service] = keepDefaultFor;
        }
        else
        {
            Defaults.Remove(connection.Service);
        }
    }

    private static bool IsNamed(JobStatusConnection connection, string service, string name) =>
        string.Equals(connection.Service, service, StringComparison.OrdinalIgnoreCase)
        && string.Equals(connection.Name, name, StringComparison.OrdinalIgnoreCase);

    private static JobServiceException NotConnected(JobServiceRegistration definition, string what) =>
        new(definition.Name, JobServiceErrorKind.NotConnected, what, definition.HowToConnect);

    private sealed class EnvironmentConnection
    {
        public EnvironmentConnection(string values, JobStatusConnection connection)
        {
            Values = values;
            Connection = connection;
        }

        public string Values { get; }

        public JobStatusConnection Connection { get; }
    }
}
