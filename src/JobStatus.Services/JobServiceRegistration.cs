using System;
using System.Collections.Generic;

namespace JobStatus.Services;

/// <summary>The registration of a service, which the PowerShell layer uses to connect to the service.</summary>
public sealed class JobServiceRegistration
{
    private readonly Func<ConnectionOptions, EnvironmentValues, JobServiceClient?> _open;

    internal JobServiceRegistration(
        string name,
        IReadOnlyList<string> environmentVariables,
        string requiredVariables,
        Func<ConnectionOptions, EnvironmentValues, JobServiceClient?> open)
    {
        Name = name;
        EnvironmentVariables = environmentVariables;
        RequiredVariables = requiredVariables;
        _open = open;
    }

    /// <summary>The name of the service.</summary>
    public string Name { get; }

    /// <summary>The environment variables that can be used instead of a connection.</summary>
    public IReadOnlyList<string> EnvironmentVariables { get; }

    /// <summary>The environment variables that a connection needs, as a phrase for messages.</summary>
    public string RequiredVariables { get; }

    /// <summary>Creates a client from the environment variables of the service. No request is sent.</summary>
    /// <param name="name">The name of the new connection.</param>
    /// <param name="read">Returns the value of an environment variable, or null if it is not set.</param>
    /// <returns>The client, or null if no environment variable of the service is set.</returns>
    /// <exception cref="JobServiceException">
    /// NotConnected: some environment variables are set, but a required one is not. InvalidRequest or UntrustedServer: a
    /// value is not valid.
    /// </exception>
    public JobServiceClient? OpenFromEnvironment(string name, Func<string, string?> read)
    {
        var values = new EnvironmentValues(this, read);
        return values.AnySet ? _open(new ConnectionOptions(name, values.GetBaseUri()), values) : null;
    }
}
