using System.Collections.Generic;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Http;

/// <summary>Proves to a service who asks.</summary>
internal interface IAuthenticator
{
    /// <summary>The header for the next request.</summary>
    ValueTask<AuthenticationHeaderValue> GetHeaderAsync(CancellationToken cancellationToken);

    /// <summary>Called when a request with this header got a 401.</summary>
    /// <returns>True when another header is worth one more try.</returns>
    bool OnUnauthorized(AuthenticationHeaderValue header);

    /// <summary>What must never be shown, each in the forms in which it is sent.</summary>
    IEnumerable<string> GetSecrets();
}
