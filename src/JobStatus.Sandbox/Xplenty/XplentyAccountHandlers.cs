using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Handles requests for the packages, user and quota of an account.</summary>
internal sealed class XplentyAccountHandlers(SandboxState state)
{
    public Task ListPackagesAsync(HttpContext context, XplentyVersion version)
    {
        QueryReader query = new(context.Request.Query);
        XplentyPage page = XplentyPage.Read(query);
        string? status = query.Choice("status", StringComparison.Ordinal, "all", "active", "archived");
        string? flowType = query.Choice("flow_type", StringComparison.Ordinal, "all", "workflow", "dataflow");
        bool byName = query.Choice("sort", StringComparison.Ordinal, "created", "updated", "name") == "name";
        bool ascending = query.Choice("direction", StringComparison.Ordinal, "asc", "desc") is { } direction
            ? direction == "asc"
            : byName;
        if (query.Problem is { } problem)
        {
            return XplentyErrors.InvalidAsync(context, problem);
        }

        IEnumerable<StoredPackage> found = state.Packages.All
            .Where(package => status is null or "all" || status == StatusOf(package))
            .Where(package => flowType is null or "all" || flowType == package.Plan.FlowType);
        IEnumerable<StoredPackage> sorted = byName
            ? found.OrderBy(package => package.Name, StringComparer.Ordinal)
            : found;
        return page.RespondAsync(
            context, [.. ascending ? sorted : sorted.Reverse()], package => WritePackage(package, context.XplentyAccountUri()));
    }

    public Task GetPackageAsync(HttpContext context, XplentyVersion version)
    {
        if (context.XplentyId() is not { } id || state.Packages.Find(id) is not { } package)
        {
            return XplentyErrors.NotFoundAsync(context);
        }

        // Lists do not contain these fields.
        JsonObject body = WritePackage(package, context.XplentyAccountUri());
        body["version"] = "2.1.0";
        body["flow_type"] = package.Plan.FlowType;
        body["flow_version"] = 2;
        body["package_version"] = 7;
        body["item_id"] = package.Number + 1_000_000;
        return context.RespondAsync(StatusCodes.Status200OK, body);
    }

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

    private static JsonObject WritePackage(StoredPackage package, string accountUri) => new()
    {
        ["id"] = package.Number,
        ["name"] = package.Name,
        ["description"] = "",
        ["status"] = StatusOf(package),
        ["variables"] = package.Plan.Variables.DeepClone(),
        ["owner_id"] = XplentyUser.Caller.Id,
        ["workspace_id"] = 61,
        ["created_at"] = "2025-01-15T08:00:00Z",
        ["updated_at"] = "2025-06-30T16:30:00Z",
        ["url"] = $"{accountUri}/packages/{package.Id}",
        ["html_url"] = $"{accountUri}/packages/{package.Id}/page",
    };

    private static string StatusOf(StoredPackage package) => package.Plan.Active ? "active" : "archived";
}
