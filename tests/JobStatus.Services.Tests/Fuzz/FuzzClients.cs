using System;
using System.Net.Http;
using JobStatus.Sandbox;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;

namespace JobStatus.Services.Tests.Fuzz;

/// <summary>A client for each service. All clients use the same transport.</summary>
internal sealed class FuzzClients : IDisposable
{
    private const double NoRateLimit = 1e9;

    private readonly AlmaClient _alma;
    private readonly XplentyClient _xplenty;
    private readonly AlteryxClient _alteryx;

    public FuzzClients(Func<HttpMessageHandler> transport, Uri address, TimeProvider time)
    {
        // Because the clock does not advance by itself, a rate limit would block the requests.
        ConnectionOptions Options(string path) =>
            new("tests", new Uri(address, path))
            {
                Transport = transport,
                MaximumRetryCount = 0,
                RequestsPerSecond = NoRateLimit,
                Time = time,
            };
        _alma = new AlmaClient(Options(""), SecureStrings.From("sandbox-alma-key"));
        _xplenty = new XplentyClient(Options(""), SandboxServer.XplentyAccount, SecureStrings.From("sandbox-xplenty-key"));
        _alteryx = new AlteryxClient(Options("webapi"), "sandbox-client", SecureStrings.From("sandbox-secret"));
        Calls = new FuzzCalls(_alma, _xplenty, _alteryx);
    }

    public FuzzCalls Calls { get; }

    public void Dispose()
    {
        _alma.Dispose();
        _xplenty.Dispose();
        _alteryx.Dispose();
    }
}
