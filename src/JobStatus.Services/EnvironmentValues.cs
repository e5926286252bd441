using System;
using System.Linq;
using System.Security;

namespace JobStatus.Services;

/// <summary>The values of a service's environment variables.</summary>
internal sealed class EnvironmentValues
{
    private readonly JobServiceRegistration _service;
    private readonly Func<string, string?> _read;

    public EnvironmentValues(JobServiceRegistration service, Func<string, string?> read)
    {
        _service = service;
        _read = read;
    }

    public bool AnySet => _service.EnvironmentVariables.Any(name => Get(name) is not null);

    /// <summary>Returns the value, or null if the variable is not set or is empty.</summary>
    public string? Get(string name) => _read(name) is { Length: > 0 } value ? value : null;

    /// <exception cref="JobServiceException">NotConnected: the variable is not set.</exception>
    public string Require(string name) => Get(name) ?? throw new JobServiceException(
        _service.Name,
        JobServiceErrorKind.NotConnected,
        $"The environment variable {name} is not set, but other {_service.Name} variables are.");

    /// <exception cref="JobServiceException">NotConnected: the variable is not set.</exception>
    public SecureString RequireSecret(string name)
    {
        var secret = new SecureString();
        foreach (char c in Require(name))
        {
            secret.AppendChar(c);
        }

        return secret;
    }

    /// <summary>
    /// Returns the address in the variable whose name ends in BASE_URI, or null if that variable is not set.
    /// </summary>
    /// <exception cref="JobServiceException">InvalidRequest: the value is not an absolute address.</exception>
    public Uri? GetBaseUri()
    {
        string? name = _service.EnvironmentVariables.FirstOrDefault(variable => variable.EndsWith("_BASE_URI", StringComparison.Ordinal));
        if (name is null || Get(name) is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            ? address
            : throw new JobServiceException(
                _service.Name,
                JobServiceErrorKind.InvalidRequest,
                $"The environment variable {name} does not contain a valid address.",
                "Use an absolute address that starts with https://.");
    }
}
