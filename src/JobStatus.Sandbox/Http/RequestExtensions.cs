using System;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Http;

/// <summary>Reads values from a request.</summary>
internal static class RequestExtensions
{
    /// <summary>Returns the scheme, host and port that the client used.</summary>
    public static string Origin(this HttpRequest request) => $"{request.Scheme}://{request.Host}";

    public static string RouteValue(this HttpContext context, string name) =>
        Convert.ToString(context.Request.RouteValues[name], CultureInfo.InvariantCulture) ?? "";
}
