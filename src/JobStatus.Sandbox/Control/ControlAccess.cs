using System;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Control;

/// <summary>
/// Rejects requests to the control API that a web page sends. Otherwise, any page in a browser on this computer could reset
/// the sandbox. If its host name is made to resolve to 127.0.0.1, it could also read the keys.
/// </summary>
internal static class ControlAccess
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        string? problem =
            !IsLocal(request.Host.Host) ? "The Host header must contain 127.0.0.1 or localhost."
            : request.Headers.Origin is { Count: > 0 } origin
                && !string.Equals(origin.ToString(), request.Origin(), StringComparison.OrdinalIgnoreCase)
                ? "Requests from web pages are not accepted."
            : null;
        return problem is null
            ? next(context)
            : context.RespondAsync(StatusCodes.Status403Forbidden, new JsonObject { ["error"] = problem });
    }

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
