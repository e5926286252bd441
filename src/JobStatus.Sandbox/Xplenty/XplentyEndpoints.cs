using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobStatus.Sandbox;

/// <summary>Xplenty's calls.</summary>
internal sealed class XplentyEndpoints(SandboxState state)
{
    private delegate Task Call(HttpContext context, XplentyVersion version);

    internal void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder account = routes.MapGroup("/{account}/api");
        account.MapGet("/rate_limit_status", Admitted(GetRateLimitAsync, free: true));
        account.MapGet("/jobs/{id}", Admitted(GetJobAsync));
        account.MapFallback("/{**path}", Admitted((context, _) => NotFoundAsync(context)));
    }

    private Task GetJobAsync(HttpContext context, XplentyVersion version)
    {
        bool isNumber = long.TryParse(
            context.RouteValue("id"), NumberStyles.None, CultureInfo.InvariantCulture, out long id);
        StoredJob? job = isNumber
            ? state.Jobs.Find(SandboxService.Xplenty, id.ToString(CultureInfo.InvariantCulture))
            : null;

        return job switch
        {
            RecordedJob recorded => context.AnswerAsync(recorded.Find(
                version == XplentyVersion.Two ? RecordedForm.XplentyVersion2 : RecordedForm.XplentyVersion1)!),
            SimulatedJob simulated => context.AnswerAsync(StatusCodes.Status200OK, XplentyJobPayload.Write(
                simulated,
                state.Clock.GetUtcNow(),
                version,
                $"{context.Request.Origin()}/{SandboxServer.XplentyAccount}/api",
                withLogSummary: context.Request.Query["include"].Contains("log_summary"))),
            _ => NotFoundAsync(context),
        };
    }

    private Task GetRateLimitAsync(HttpContext context, XplentyVersion version)
    {
        int limit = state.Settings.XplentyRequestsPerHour;
        return context.AnswerAsync(StatusCodes.Status200OK, new JsonObject
        {
            ["limits"] = new JsonObject
            {
                ["limit"] = limit,
                ["remaining"] = state.XplentyHour.Remaining(limit),
            },
        });
    }

    /// <summary>Lets a request through that has the key, the account, the media type and a place in the limit.</summary>
    private RequestDelegate Admitted(Call call, bool free = false) => context =>
    {
        SandboxSettings settings = state.Settings;
        if (BasicCredential.Of(context.Request) is not { Password: "" } credential
            || !credential.User.IsSecret(settings.XplentyKey))
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Xplenty\"";
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "The API key is not valid.");
        }

        int limit = settings.XplentyRequestsPerHour;
        bool inTime = free || state.XplentyHour.TrySpend(limit);
        context.Response.Headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-RateLimit-Remaining"] =
            state.XplentyHour.Remaining(limit).ToString(CultureInfo.InvariantCulture);
        if (!inTime)
        {
            return RefuseAsync(context, StatusCodes.Status429TooManyRequests, "Rate Limit Exceeded");
        }

        return context.RouteValue("account") == SandboxServer.XplentyAccount
            && context.Request.VersionAsked() is { } version
                ? call(context, version)
                : NotFoundAsync(context);
    };

    private static Task NotFoundAsync(HttpContext context) =>
        RefuseAsync(context, StatusCodes.Status404NotFound, "Item not found.");

    private static Task RefuseAsync(HttpContext context, int status, string message) =>
        context.AnswerAsync(status, new JsonObject { ["message"] = message });
}
