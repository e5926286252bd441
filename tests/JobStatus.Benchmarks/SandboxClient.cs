using System;
using System.Net.Http;
using System.Security;
using JobStatus.Sandbox;
using JobStatus.Services;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;

namespace JobStatus.Benchmarks;

/// <summary>Creates clients of a sandbox.</summary>
internal static class SandboxClient
{
    // The request timeout never expires, and is longer than all other delays, so that a virtual clock can distinguish the two.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromDays(10);

    /// <param name="server">The sandbox.</param>
    /// <param name="service">The service.</param>
    /// <param name="clock">The clock of the client and the sandbox.</param>
    /// <param name="transport">Creates the handler that sends requests, or null to use the network.</param>
    public static JobServiceClient Create(
        SandboxServer server, SandboxService service, TimeProvider clock, Func<HttpMessageHandler>? transport = null)
    {
        Uri address = service == SandboxService.Alteryx ? new Uri(server.BaseUri, "webapi") : server.BaseUri;
        ConnectionOptions options = new("benchmark", address) { Time = clock, Timeout = RequestTimeout, Transport = transport };
        SandboxSettings settings = server.Settings;
        return service switch
        {
            SandboxService.Alma => new AlmaClient(options, Secure(settings.AlmaKey)),
            SandboxService.Xplenty => new XplentyClient(options, SandboxServer.XplentyAccount, Secure(settings.XplentyKey)),
            _ => new AlteryxClient(options, settings.AlteryxClientId, Secure(settings.AlteryxClientSecret)),
        };
    }

    private static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (char c in text)
        {
            secure.AppendChar(c);
        }

        return secure;
    }
}
