using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>
/// Ignores empty path segments as Alteryx Server does. A client whose base address ends with a slash sends them.
/// </summary>
internal static class AlteryxPath
{
    public const string Root = "/webapi";

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments(Root))
        {
            string[] segments = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
            context.Request.Path = $"/{string.Join('/', segments)}";
        }

        return next(context);
    }
}
