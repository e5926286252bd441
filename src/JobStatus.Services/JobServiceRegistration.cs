using System;
using System.Collections.Generic;

namespace JobStatus.Services;

/// <summary>What the rest of the module must know of a service: the one registration that a service needs.</summary>
public sealed class JobServiceRegistration
{
    private readonly Func<ConnectionOptions, EnvironmentValues, JobServiceClient?> _open;

    internal JobServiceRegistration(string name, IReadOnlyList<string> environmentVariables, string howToConnect, Func<ConnectionOptions, EnvironmentValues, JobServiceClient?> open)
    {
        Name = name;
        EnvironmentVariables = environmentVariables;
        HowToConnect = howToConnect;
        _open = open;
    }

    /// <summary>The service's name.</summary>
    public string Name { get; }

    /// <summary>The environment variables that can stand in for a connection.</summary>
    public IReadOnlyList<string> EnvironmentVariables { get; }

    /// <summary>What to do to have a connection, as a sentence.</summary>
    public string HowToConnect { get; }

    /// <summary>Opens the connection that the environment variables describe.</summary>
    /// <param name="name">The name that the connection gets.</param>
    /// <param name="read">Gives the value of an environment variable; null when it is not set.</param>
    /// <returns>The connection; null when no variable of this service is set.</returns>
    /// <exception cref="JobServiceException">NotConnected: some variables are set and one that is needed is not. InvalidRequest, UntrustedServer: a value cannot be used.</exception>
    public JobServiceClient? OpenFromEnvironment(string name, Func<string, string?> read)
    {
        var values = new EnvironmentValues(this, read);
        return values.AnySet ? _open(new ConnectionOptions(name, values.GetBaseUri()), values) : null;
    }
}
