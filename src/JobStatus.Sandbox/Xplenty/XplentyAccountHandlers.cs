using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Handles requests for the packages, clusters, user and quota of an account.</summary>
internal sealed class XplentyAccountHandlers(SandboxState state)
{
    public Task ListPackagesAsync(HttpContext context, XplentyVersion version)
    {
        QueryReader query = new(context.Request.Query);
        XplentyPage page = XplentyPage.Read(query);
        string? status = query.Choice("status", StringComparison.Ordinal, "all", "active", "archived");
        bool byName = query.Choice("sort", StringComparison.Ordinal, "created", "updated", "name") == "name";
        bool ascending = query.Choice("direction", StringComparison.Ordinal, "asc", "desc") is { } direction
            ? direction == "asc"
            : byName;
        if (query.Problem is { } problem)
        {
            return XplentyErrors.InvalidAsync(context, problem);
        }

        IEnumerable<StoredPackage> found = state.Packages.All
            .Where(package => status is null or "all" || status == StatusOf(package));
        IEnumerable<StoredPackage> sorted = byName
            ? found.OrderBy(package => package.Name, StringComparer.Ordinal)
            : found;
        return page.RespondAsync(context, [.. ascending ? sorted : sorted.Reverse()], package => new JsonObject
        {
            ["id"] = package.Number,
            ["name"] = package.Name,
            ["status"] = StatusOf(package),
            ["url"] = $"{context.XplentyAccountUri()}/packages/{package.Id}",
        });
    }

    public Task GetClusterAsync(HttpContext context, XplentyVersion version) =>
        long.TryParse(context.RouteValue("id"), NumberStyles.None, CultureInfo.InvariantCulture, out long id)
        && state.Clusters.Find(id, context.XplentyAccountUri()) is { } cluster
            ? context.RespondAsync(StatusCodes.Status200OK, cluster)
            : XplentyErrors.NotFoundAsync(context);

    public static Task GetUserAsync(HttpContext context, XplentyVersion version) =>
        context.RespondAsync(StatusCodes.Status200OK, new JsonObject
        {
            ["id"] = XplentyUser.Caller.Id,
            ["name"] = XplentyUser.Caller.DisplayName,
            ["email"] = "user@sandbox.example",
            ["url"] = $"{context.Request.Origin()}/user",
        });

    public Task GetRateLimitAsync(HttpContext context, XplentyVersion version)
    {
        int limit = state.Settings.XplentyRequestsPerHour;
        return context.RespondAsync(StatusCodes.Status200OK, new JsonObject
        {
            ["limits"] = new JsonObject
            {
                ["limit"] = limit,
                ["remaining"] = state.XplentyHourlyQuota.Remaining(limit),
            },
        });
    }

    private static string StatusOf(StoredPackage package) => package.Plan.Active ? "active" : "archived";
}
