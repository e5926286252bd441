using System.Globalization;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Xplenty's calls, and who may make them.</summary>
internal sealed class XplentyEndpoints(SandboxState state)
{
    private delegate Task Call(HttpContext context, XplentyVersion version);

    internal void Map(IEndpointRouteBuilder routes)
    {
        XplentyJobHandlers jobs = new(state);
        XplentyDetailHandlers details = new(state);
        XplentyAccountHandlers accounts = new(state);

        routes.MapGet("/user", Admitted(XplentyAccountHandlers.GetUserAsync));

        RouteGroupBuilder account = routes.MapGroup("/{account}/api");
        account.MapGet("/rate_limit_status", OfAccount(accounts.GetRateLimitAsync, free: true));
        account.MapGet("/packages", OfAccount(accounts.ListPackagesAsync));
        account.MapGet("/clusters/{id}", OfAccount(accounts.GetClusterAsync));

        account.MapGet("/jobs", OfAccount(jobs.ListAsync));
        account.MapPost("/jobs", OfAccount(jobs.RunAsync));
        account.MapGet("/jobs/search", OfAccount(jobs.SearchAsync));
        account.MapGet("/jobs/{id}", OfAccount(jobs.GetAsync));
        account.MapDelete("/jobs/{id}", OfAccount(jobs.StopAsync));
        account.MapGet("/jobs/{id}/children", OfAccount(jobs.ListChildrenAsync));

        account.MapGet("/jobs/{id}/log", OfAccount(details.GetLogAsync));
        account.MapGet("/jobs/{id}/variables", OfAccount(details.GetVariablesAsync));
        account.MapGet("/jobs/{id}/outputs/{outputId}/preview", OfAccount(details.GetPreviewAsync));
        account.MapGet("/jobs/{id}/watchers", OfAccount(details.ListWatchersAsync));
        account.MapPost("/jobs/{id}/watchers", OfAccount(details.AddWatcherAsync));
        account.MapDelete("/jobs/{id}/watchers", OfAccount(details.RemoveWatcherAsync));

        account.MapFallback("/{**path}", OfAccount((context, _) => XplentyErrors.NotFoundAsync(context)));
    }

    private RequestDelegate OfAccount(Call call, bool free = false) => Admitted(
        (context, version) => context.RouteValue("account") == SandboxServer.XplentyAccount
            ? call(context, version)
            : XplentyErrors.NotFoundAsync(context),
        free);

    /// <summary>Lets a request through that has the key, the media type and a place in the limit.</summary>
    private RequestDelegate Admitted(Call call, bool free = false) => context =>
    {
        SandboxSettings settings = state.Settings;
        if (BasicCredential.Of(context.Request) is not { Password: "" } credential
            || !credential.User.IsSecret(settings.XplentyKey))
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Xplenty\"";
            return XplentyErrors.RefuseAsync(
                context, StatusCodes.Status401Unauthorized, "The API key is not valid.");
        }

        int limit = settings.XplentyRequestsPerHour;
        bool inTime = free || state.XplentyHour.TrySpend(limit);
        context.Response.Headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-RateLimit-Remaining"] =
            state.XplentyHour.Remaining(limit).ToString(CultureInfo.InvariantCulture);
        if (!inTime)
        {
            return XplentyErrors.RefuseAsync(
                context, StatusCodes.Status429TooManyRequests, "Rate Limit Exceeded");
        }

        return context.Request.VersionAsked() is { } version
            ? call(context, version)
            : XplentyErrors.NotFoundAsync(context);
    };
}
