using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Benchmarks.Soak;

/// <summary>Replaces a share of all responses with transient faults, at random.</summary>
internal sealed class ResponseFaults(double share, Random random)
{
    private readonly Lock _gate = new();

    /// <summary>The number of responses so far, including faults.</summary>
    public int Responses { get; private set; }

    /// <summary>The number of faults so far.</summary>
    public int Faults { get; private set; }

    /// <summary>Creates a handler that sends requests over the network.</summary>
    public HttpMessageHandler CreateTransport() => new Transport(this);

    // Returns the number of a fault, or null if the response is to remain as it is.
    private int? Next()
    {
        lock (_gate)
        {
            Responses++;
            if (random.NextDouble() >= share)
            {
                return null;
            }

            Faults++;
            return random.Next(7);
        }
    }

    private static HttpResponseMessage Create(HttpStatusCode status, string body, string? retryAfter = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is not null)
        {
            response.Headers.Add("Retry-After", retryAfter);
        }

        return response;
    }

    private sealed class Transport(ResponseFaults faults) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (faults.Next() is not { } fault)
            {
                return response;
            }

            using (response)
            {
                string body = await response.Content.ReadAsStringAsync(cancellationToken);
                return fault switch
                {
                    0 => Create(HttpStatusCode.InternalServerError, "Internal error"),
                    1 => Create(HttpStatusCode.ServiceUnavailable, "Maintenance", retryAfter: "30"),
                    2 => Create(HttpStatusCode.TooManyRequests, "Too many requests", retryAfter: "5"),
                    3 => Create(HttpStatusCode.OK, "<html>Sign in</html>"),
                    4 => Create(HttpStatusCode.OK, body[..(body.Length / 2)]),
                    5 => Create(HttpStatusCode.OK, "{}"),
                    _ => throw new HttpRequestException("The connection was reset."),
                };
            }
        }
    }
}
