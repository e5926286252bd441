using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Xplenty's calls for what an account has: packages, clusters, its user, its limit.</summary>
internal sealed class XplentyAccountHandlers(SandboxState state)
{
    internal Task ListPackagesAsync(HttpContext context, XplentyVersion version)
    {
        QueryReader query = new(context.Request.Query);
        XplentyPage page = XplentyPage.Read(query);
        string? status = query.Word("status", StringComparison.Ordinal, "all", "active", "archived");
        bool byName = query.Word("sort", StringComparison.Ordinal, "created", "updated", "name") == "name";
        bool ascending = query.Word("direction", StringComparison.Ordinal, "asc", "desc") is { } direction
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
        return page.AnswerAsync(context, [.. ascending ? sorted : sorted.Reverse()], package => new JsonObject
        {
            ["id"] = package.Number,
            ["name"] = package.Name,
            ["status"] = StatusOf(package),
            ["url"] = $"{context.XplentyAccountUri()}/packages/{package.Id}",
        });
    }

    internal Task GetClusterAsync(HttpContext context, XplentyVersion version) =>
        long.TryParse(context.RouteValue("id"), NumberStyles.None, CultureInfo.InvariantCulture, out long id)
        && state.Clusters.Find(id, context.XplentyAccountUri()) is { } cluster
            ? context.AnswerAsync(StatusCodes.Status200OK, cluster)
            : XplentyErrors.NotFoundAsync(context);

    internal static Task GetUserAsync(HttpContext context, XplentyVersion version) =>
        context.AnswerAsync(StatusCodes.Status200OK, new JsonObject
        {
            ["id"] = XplentyUser.Caller.Id,
            ["name"] = XplentyUser.Caller.DisplayName,
            ["email"] = "user@sandbox.example",
            ["url"] = $"{context.Request.Origin()}/user",
        });

    internal Task GetRateLimitAsync(HttpContext context, XplentyVersion version)
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

    private static string StatusOf(StoredPackage package) => package.Plan.Active ? "active" : "archived";
}
