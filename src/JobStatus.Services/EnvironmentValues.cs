using System;
using System.Linq;
using System.Security;
using JobStatus.Services.Http;

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

    private string? BaseUriVariable =>
        _service.EnvironmentVariables.FirstOrDefault(static variable => variable.EndsWith("_BASE_URI", StringComparison.Ordinal));

    /// <summary>Returns the value, or null if the variable is not set or is empty.</summary>
    public string? Get(string name) => _read(name) is { Length: > 0 } value ? value : null;

    /// <exception cref="JobServiceException">NotConnected: the variable is not set.</exception>
    public string Require(string name) => Get(name) ?? throw new JobServiceException(
        _service.Name,
        JobServiceErrorKind.NotConnected,
        $"The environment variable {name} is not set, but other {_service.Name} variables are.");

    /// <summary>Converts the value. An error about the value names the variable.</summary>
    /// <exception cref="JobServiceException">NotConnected: the variable is not set. Or the value is not valid.</exception>
    public T Require<T>(string name, Func<string, T> convert)
    {
        string value = Require(name);
        return AddSource(name, () => convert(value));
    }

    /// <param name="name">The name of the variable.</param>
    /// <param name="kind">What the secret is, for messages.</param>
    /// <exception cref="JobServiceException">NotConnected: the variable is not set. InvalidRequest: the value is not valid.</exception>
    public SecureString RequireSecret(string name, string kind) => Require(name, value =>
    {
        var secret = new SecureString();
        foreach (char c in value)
        {
            secret.AppendChar(c);
        }

        Secret.ForHeader(_service.Name, kind, secret);
        return secret;
    });

    /// <summary>
    /// Creates a client from values that were checked. If it cannot be created, the address in the variable is not valid, and the
    /// error names the variable.
    /// </summary>
    public JobServiceClient CreateClient(Func<JobServiceClient> create) =>
        BaseUriVariable is { } name && Get(name) is not null ? AddSource(name, create) : create();

    /// <summary>
    /// Returns the address in the variable whose name ends in BASE_URI, or null if that variable is not set.
    /// </summary>
    /// <exception cref="JobServiceException">InvalidRequest: the value is not an absolute address.</exception>
    public Uri? GetBaseUri()
    {
        if (BaseUriVariable is not { } name || Get(name) is not { } text)
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

    private static T AddSource<T>(string variable, Func<T> create)
    {
        try
        {
            return create();
        }
        catch (JobServiceException error)
        {
            throw new JobServiceException(
                error.Service,
                error.Kind,
                $"{error.Problem} The value comes from the environment variable {variable}.",
                error.RecommendedAction)
            {
                Reason = error.Reason == JobServiceErrorReason.AddressNotEncrypted
                    ? JobServiceErrorReason.EnvironmentAddressNotEncrypted
                    : error.Reason,
            };
        }
    }
}
