using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus;

/// <summary>The connections of this process, which all its runspaces share.</summary>
internal static class ConnectionStore
{
    public const string DefaultName = "Default";
    public const string EnvironmentName = "Environment";

    private static readonly object Gate = new();
    private static readonly List<JobStatusConnection> Connections = [];
    private static readonly Dictionary<string, JobStatusConnection> Defaults = new(StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<string, EnvironmentConnection> FromEnvironment = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Adds a connection. Replaces a connection with the same service and name. The new connection becomes the
    /// service's default if it has the default name, if it replaces the default, or if there is neither a default nor a
    /// connection from the environment variables.
    /// </summary>
    /// <exception cref="JobServiceException">InvalidRequest: the name is reserved for the environment variables.</exception>
    public static void Add(JobStatusConnection connection)
    {
        if (string.Equals(connection.Name, EnvironmentName, StringComparison.OrdinalIgnoreCase))
        {
            throw new JobServiceException(
                connection.Service,
                JobServiceErrorKind.InvalidRequest,
                $"The connection name '{connection.Name}' is reserved for the environment variables.",
                "Choose another name.");
        }

        lock (Gate)
        {
            if (Connections.Find(other => IsNamed(other, connection.Service, connection.Name)) is { } replaced)
            {
                RemoveCore(replaced, newDefault: connection);
            }

            Connections.Add(connection);
            if (string.Equals(connection.Name, DefaultName, StringComparison.OrdinalIgnoreCase)
                || (!Defaults.ContainsKey(connection.Service) && !HasEnvironmentConnection(connection.Service)))
            {
                Defaults[connection.Service] = connection;
            }
        }
    }

    public static void Remove(JobStatusConnection connection)
    {
        lock (Gate)
        {
            RemoveCore(connection, newDefault: null);
        }
    }

    public static IReadOnlyList<JobStatusConnection> All()
    {
        lock (Gate)
        {
            return Connections.Concat(FromEnvironment.Values.Select(cached => cached.Connection)).ToArray();
        }
    }

    /// <summary>Opens the connections that the environment variables specify.</summary>
    /// <param name="onInvalid">Receives the errors of services whose variables are invalid or incomplete.</param>
    public static void OpenFromEnvironment(Action<JobServiceException>? onInvalid = null)
    {
        foreach (JobServiceRegistration service in JobServices.All)
        {
            try
            {
                lock (Gate)
                {
                    OpenFromEnvironment(service);
                }
            }
            catch (JobServiceException exception)
            {
                onInvalid?.Invoke(exception);
            }
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

    /// <summary>
    /// Finds the connection that a reference identifies. If there is no reference, finds the default connection of the
    /// service, or else the connection from the environment variables.
    /// </summary>
    /// <exception cref="JobServiceException">
    /// NotConnected: there is no such connection. InvalidRequest: there is no such service, or the connection is to
    /// another one.
    /// </exception>
    public static JobStatusConnection Find(string service, ConnectionReference? reference)
    {
        JobServiceRegistration definition = JobServices.Find(service)
            ?? throw new JobServiceException(
                service,
                JobServiceErrorKind.InvalidRequest,
                $"There is no service named '{service}'.",
                $"Use one of these: {string.Join(", ", JobServices.All.Select(known => known.Name))}.");
        lock (Gate)
        {
            if (reference?.Connection is { } referenced)
            {
                return Validate(definition, referenced);
            }

            if (reference is not null && !string.Equals(reference.Name, EnvironmentName, StringComparison.OrdinalIgnoreCase))
            {
                return Connections.Find(connection => IsNamed(connection, service, reference.Name))
                    ?? throw new JobServiceException(
                        definition.Name,
                        JobServiceErrorKind.NotConnected,
                        $"There is no connection to {definition.Name} named '{reference.Name}'.",
                        $"Use Get-JobStatusConnection to list the connections, or Connect-{definition.Name} to create one.");
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
                ? new JobServiceException(
                    definition.Name,
                    JobServiceErrorKind.NotConnected,
                    $"None of the connections to {definition.Name} is the default.",
                    $"Specify one with -Connection. {ErrorTable.HowToConnect(definition)}")
                : NotConnected(definition, $"There is no connection to {definition.Name}.");
        }
    }

    /// <summary>
    /// Finds a connection like <see cref="Find"/>, but returns null if there is none. If no connection can exist, it
    /// does not load the services assembly.
    /// </summary>
    /// <param name="service">The name of the service.</param>
    /// <param name="reference">The connection to find; null for the default connection.</param>
    /// <param name="mayOpen">True to open the connection from the environment variables if it is not open yet.</param>
    public static JobStatusConnection? TryFind(string service, ConnectionReference? reference, bool mayOpen)
    {
        lock (Gate)
        {
            bool isOpen = FromEnvironment.ContainsKey(service) || Connections.Exists(connection => connection.Service == service);
            if (!isOpen && !(mayOpen && HasEnvironmentVariable(service)))
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

    /// <summary>Finds an open connection by its name; null if there is none.</summary>
    public static JobStatusConnection? FindNamed(string service, string name)
    {
        lock (Gate)
        {
            if (Connections.Find(connection => IsNamed(connection, service, name)) is { } named)
            {
                return named;
            }

            return string.Equals(name, EnvironmentName, StringComparison.OrdinalIgnoreCase)
                && FromEnvironment.TryGetValue(service, out EnvironmentConnection? cached)
                    ? cached.Connection
                    : null;
        }
    }

    // The exact names are known only to the services assembly, which should not be loaded here. All of them start with
    // the name of the service.
    private static bool HasEnvironmentVariable(string service) =>
        Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Any(name => name.StartsWith(service + "_", StringComparison.OrdinalIgnoreCase));

    // Environment variables that do not describe a connection must not prevent another connection from being the default.
    private static bool HasEnvironmentConnection(string service)
    {
        try
        {
            return HasEnvironmentVariable(service) && OpenFromEnvironment(JobServices.Find(service)!) is not null;
        }
        catch (JobServiceException)
        {
            return false;
        }
    }

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

    private static JobStatusConnection Validate(JobServiceRegistration definition, JobStatusConnection connection)
    {
        if (!string.Equals(connection.Service, definition.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new JobServiceException(
                definition.Name,
                JobServiceErrorKind.InvalidRequest,
                $"The connection '{connection.Name}' is for {connection.Service}, not {definition.Name}.",
                ErrorTable.HowToConnect(definition));
        }

        return Connections.Contains(connection) || FromEnvironment.Values.Any(cached => ReferenceEquals(cached.Connection, connection))
            ? connection
            : throw NotConnected(definition, $"The connection '{connection.Name}' to {connection.Service} was removed.");
    }

    // The client is not disposed, because a wait in another runspace might still use it.
    private static void RemoveCore(JobStatusConnection connection, JobStatusConnection? newDefault)
    {
        Connections.Remove(connection);
        if (FromEnvironment.TryGetValue(connection.Service, out EnvironmentConnection? cached)
            && ReferenceEquals(cached.Connection, connection))
        {
            FromEnvironment.Remove(connection.Service);
        }

        if (!Defaults.TryGetValue(connection.Service, out JobStatusConnection? current) || !ReferenceEquals(current, connection))
        {
            return;
        }

        if (newDefault is not null)
        {
            Defaults[connection.Service] = newDefault;
        }
        else
        {
            Defaults.Remove(connection.Service);
        }
    }

    private static bool IsNamed(JobStatusConnection connection, string service, string name) =>
        string.Equals(connection.Service, service, StringComparison.OrdinalIgnoreCase)
        && string.Equals(connection.Name, name, StringComparison.OrdinalIgnoreCase);

    private static JobServiceException NotConnected(JobServiceRegistration definition, string problem) =>
        new(definition.Name, JobServiceErrorKind.NotConnected, problem, ErrorTable.HowToConnect(definition));

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
