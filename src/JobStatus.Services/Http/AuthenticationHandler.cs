using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Http;

/// <summary>Puts the authorization on each request, and renews it once where the service says that it ended.</summary>
internal sealed class AuthenticationHandler : DelegatingHandler
{
    private readonly IAuthenticator _authenticator;

    public AuthenticationHandler(IAuthenticator authenticator)
    {
        _authenticator = authenticator;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AuthenticationHeaderValue header = await _authenticator.GetHeaderAsync(cancellationToken).ConfigureAwait(false);
        request.Headers.Authorization = header;
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !_authenticator.Refused(header))
        {
            return response;
        }

        response.Dispose();
        request.Headers.Authorization = await _authenticator.GetHeaderAsync(cancellationToken).ConfigureAwait(false);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
