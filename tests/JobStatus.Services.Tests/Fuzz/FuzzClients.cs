using System;
using System.Net.Http;
using JobStatus.Sandbox;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;

namespace JobStatus.Services.Tests.Fuzz;

/// <summary>A client of each service, over one transport.</summary>
internal sealed class FuzzClients : IDisposable
{
    private const double Unbounded = 1e9;

    private readonly AlmaClient _alma;
    private readonly XplentyClient _xplenty;
    private readonly AlteryxClient _alteryx;

    public FuzzClients(Func<HttpMessageHandler> transport, Uri address, TimeProvider time)
    {
        // By a clock that stands still nobody's turn would come.
        ConnectionOptions Options(string path) => new("tests", new Uri(address, path)) { Transport = transport, MaximumRetryCount = 0, RequestsPerSecond = Unbounded, Time = time };
        _alma = new AlmaClient(Options(""), SecureText.Of("sandbox-alma-key"));
        _xplenty = new XplentyClient(Options(""), SandboxServer.XplentyAccount, SecureText.Of("sandbox-xplenty-key"));
        _alteryx = new AlteryxClient(Options("webapi"), "sandbox-client", SecureText.Of("sandbox-secret"));
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
