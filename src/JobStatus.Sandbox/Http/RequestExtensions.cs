using System;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Http;

/// <summary>Reads plain things off a request.</summary>
internal static class RequestExtensions
{
    /// <summary>Scheme, host and port as the client addressed them.</summary>
    internal static string Origin(this HttpRequest request) => $"{request.Scheme}://{request.Host}";

    internal static string RouteValue(this HttpContext context, string name) =>
        Convert.ToString(context.Request.RouteValues[name], CultureInfo.InvariantCulture) ?? "";
}
