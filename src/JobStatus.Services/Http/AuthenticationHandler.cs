using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Http;

/// <summary>
/// Adds the Authorization header to each request. After a 401 response, it renews the credentials once and resends the
/// request.
/// </summary>
internal sealed class AuthenticationHandler : DelegatingHandler
{
    /// <summary>
    /// A request property which indicates that a 401 response does not mean that the credentials expired.
    /// </summary>
    public const string SkipRenewal = "JobStatus.SkipRenewal";

    private readonly IAuthenticator _authenticator;
    private readonly Action _onRenewal;

    public AuthenticationHandler(IAuthenticator authenticator, Action onRenewal)
    {
        _authenticator = authenticator;
        _onRenewal = onRenewal;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AuthenticationHeaderValue header = await _authenticator.GetHeaderAsync(cancellationToken).ConfigureAwait(false);
        request.Headers.Authorization = header;
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized
            || request.Properties.ContainsKey(SkipRenewal)
            || !_authenticator.OnUnauthorized(header))
        {
            return response;
        }

        response.Dispose();
        _onRenewal();
        request.Headers.Authorization = await _authenticator.GetHeaderAsync(cancellationToken).ConfigureAwait(false);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
