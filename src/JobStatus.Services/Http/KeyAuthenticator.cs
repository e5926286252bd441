using System;
using System.Collections.Generic;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Http;

/// <summary>Sends the same secret with every request.</summary>
internal sealed class KeyAuthenticator : IAuthenticator
{
    private readonly Secret _secret;
    private readonly string _scheme;
    private readonly Func<string, string> _parameter;

    public KeyAuthenticator(Secret secret, string scheme, Func<string, string>? parameter = null)
    {
        _secret = secret;
        _scheme = scheme;
        _parameter = parameter ?? (static key => key);
    }

    public ValueTask<AuthenticationHeaderValue> GetHeaderAsync(CancellationToken cancellationToken) =>
        new(new AuthenticationHeaderValue(_scheme, _parameter(_secret.Reveal())));

    public bool OnUnauthorized(AuthenticationHeaderValue header) => false;

    public IEnumerable<string> GetSecrets()
    {
        string secret = _secret.Reveal();
        yield return secret;
        yield return _parameter(secret);
    }
}
