using System.Globalization;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Maps the Xplenty API and checks the key, the quota and the media type of each request.</summary>
internal sealed class XplentyEndpoints(SandboxState state)
{
    private delegate Task Handler(HttpContext context, XplentyVersion version);

    public void Map(IEndpointRouteBuilder routes)
    {
        XplentyJobHandlers jobs = new(state);
        XplentyDetailHandlers details = new(state);
        XplentyAccountHandlers accounts = new(state);
        XplentyClusterHandlers clusters = new(state);
        XplentyScheduleHandlers schedules = new(state);

        routes.MapGet("/user", Authorize(XplentyAccountHandlers.GetUserAsync));

        RouteGroupBuilder account = routes.MapGroup("/{account}/api");
        account.MapGet("/rate_limit_status", ForAccount(accounts.GetRateLimitAsync, exemptFromQuota: true));
        account.MapGet("/packages", ForAccount(accounts.ListPackagesAsync));
        account.MapGet("/packages/{id}", ForAccount(accounts.GetPackageAsync));
        account.MapGet("/clusters", ForAccount(clusters.ListAsync));
        account.MapPost("/clusters", ForAccount(clusters.CreateAsync));
        account.MapGet("/clusters/{id}", ForAccount(clusters.GetAsync));
        account.MapPut("/clusters/{id}", ForAccount(clusters.ChangeAsync));
        account.MapDelete("/clusters/{id}", ForAccount(clusters.TerminateAsync));

        account.MapGet("/jobs", ForAccount(jobs.ListAsync));
        account.MapPost("/jobs", ForAccount(jobs.RunAsync));
        account.MapGet("/jobs/search", ForAccount(jobs.SearchAsync));
        account.MapGet("/jobs/{id}", ForAccount(jobs.GetAsync));
        account.MapDelete("/jobs/{id}", ForAccount(jobs.StopAsync));
        account.MapGet("/jobs/{id}/children", ForAccount(jobs.ListChildrenAsync));

        account.MapGet("/jobs/{id}/log", ForAccount(details.GetLogAsync));
        account.MapGet("/jobs/{id}/variables", ForAccount(details.GetVariablesAsync));
        account.MapGet("/jobs/{id}/outputs/{outputId}/preview", ForAccount(details.GetPreviewAsync));
        account.MapGet("/jobs/{id}/watchers", ForAccount(details.ListWatchersAsync));
        account.MapPost("/jobs/{id}/watchers", ForAccount(details.AddWatcherAsync));
        account.MapDelete("/jobs/{id}/watchers", ForAccount(details.RemoveWatcherAsync));

        account.MapGet("/schedules", ForAccount(schedules.ListAsync));
        account.MapGet("/schedules/{id}", ForAccount(schedules.GetAsync));
        account.MapPut("/schedules/{id}", ForAccount(schedules.ChangeAsync));
        account.MapPost("/schedules/{id}/run", ForAccount(schedules.RunAsync));

        account.MapFallback("/{**path}", ForAccount((context, _) => XplentyErrors.NotFoundAsync(context)));
    }

    private RequestDelegate ForAccount(Handler handler, bool exemptFromQuota = false) => Authorize(
        (context, version) => context.RouteValue("account") == SandboxServer.XplentyAccount
            ? handler(context, version)
            : XplentyErrors.NotFoundAsync(context),
        exemptFromQuota);

    /// <summary>
    /// Rejects a request that lacks the key, exceeds the hourly quota or does not accept the media type.
    /// </summary>
    private RequestDelegate Authorize(Handler handler, bool exemptFromQuota = false) => context =>
    {
        SandboxSettings settings = state.Settings;
        if (BasicCredential.FromRequest(context.Request) is not { Password: "" } credential
            || !credential.User.MatchesSecret(settings.XplentyKey))
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Xplenty\"";
            return XplentyErrors.RejectAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "You are attempting to access the API with invalid credentials.");
        }

        int limit = settings.XplentyRequestsPerHour;
        bool isWithinQuota = exemptFromQuota || state.XplentyHourlyQuota.TryAcquire(limit);
        context.Response.Headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-RateLimit-Remaining"] =
            state.XplentyHourlyQuota.Remaining(limit).ToString(CultureInfo.InvariantCulture);
        if (!isWithinQuota)
        {
            return XplentyErrors.RejectAsync(
                context, StatusCodes.Status429TooManyRequests, "Rate Limit Exceeded");
        }

        return context.Request.RequestedVersion() is { } version
            ? handler(context, version)
            : XplentyErrors.NotFoundAsync(context);
    };
}
