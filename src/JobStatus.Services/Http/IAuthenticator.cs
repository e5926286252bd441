using System.Collections.Generic;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Http;

/// <summary>Supplies the credentials for requests to a service.</summary>
internal interface IAuthenticator
{
    /// <summary>Returns the Authorization header for the next request.</summary>
    ValueTask<AuthenticationHeaderValue> GetHeaderAsync(CancellationToken cancellationToken);

    /// <summary>Called after a request with this header received a 401 response.</summary>
    /// <returns>True if a retry with a new header can succeed.</returns>
    bool OnUnauthorized(AuthenticationHeaderValue header);

    /// <summary>Returns the secrets that must be redacted, in each form in which they are sent.</summary>
    IEnumerable<string> GetSecrets();
}
