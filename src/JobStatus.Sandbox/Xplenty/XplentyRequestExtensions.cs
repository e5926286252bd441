using System.Globalization;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Reads off a request what it is about.</summary>
internal static class XplentyRequestExtensions
{
    /// <summary>The address of the account's API as the client addressed it, for links.</summary>
    internal static string XplentyAccountUri(this HttpContext context) =>
        $"{context.Request.Origin()}/{SandboxServer.XplentyAccount}/api";

    /// <summary>The job that the path names, or null when there is none.</summary>
    internal static StoredJob? FindXplenty(this JobStore jobs, HttpContext context) =>
        long.TryParse(context.RouteValue("id"), NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? jobs.Find(SandboxService.Xplenty, id.ToString(CultureInfo.InvariantCulture))
            : null;
}
