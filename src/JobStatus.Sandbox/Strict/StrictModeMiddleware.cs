using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace JobStatus.Sandbox.Strict;

/// <summary>
/// In strict mode, rejects requests that do not follow the documentation of the services. The services accept some of them,
/// and so does the sandbox otherwise, but a client must not rely on it.
/// </summary>
internal sealed class StrictModeMiddleware(SandboxState state)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!state.Settings.Strict || await RequestRules.FindProblemAsync(context.Request) is not { } problem)
        {
            await next(context);
            return;
        }

        state.Log.SetProblem(context.Features.GetRequiredFeature<RequestLog.Entry>(), problem);
        await context.RespondAsync(
            StatusCodes.Status400BadRequest, new JsonObject { ["message"] = $"Strict mode: {problem}" });
    }
}
