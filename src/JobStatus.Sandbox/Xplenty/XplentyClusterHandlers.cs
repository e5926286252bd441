using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Handles requests that list, read, create, change and terminate clusters.</summary>
internal sealed class XplentyClusterHandlers(SandboxState state)
{
    private static readonly string[] Types = ["production", "sandbox"];

    private DateTimeOffset Now => state.Clock.GetUtcNow();

    public Task ListAsync(HttpContext context, XplentyVersion version)
    {
        QueryReader query = new(context.Request.Query);
        XplentyPage page = XplentyPage.Read(query);
        string? status = query.Choice(
            "status",
            StringComparison.Ordinal,
            ["all", "pending", "creating", "available", "idle", "error", "pending_terminate", "terminating", "terminated"]);
        bool ascending = query.Choice("direction", StringComparison.Ordinal, "asc", "desc") == "asc";
        if (query.Problem is { } problem)
        {
            return XplentyErrors.InvalidAsync(context, problem);
        }

        DateTimeOffset now = Now;
        StoredCluster[] found =
            [.. state.Clusters.All.Where(cluster => status is null or "all" || cluster.StatusAt(now) == status)];
        if (!ascending)
        {
            Array.Reverse(found);
        }

        return page.RespondAsync(context, found, cluster => cluster.Write(now, context.XplentyAccountUri()));
    }

    public Task GetAsync(HttpContext context, XplentyVersion version) =>
        Find(context) is { } cluster
            ? RespondAsync(context, StatusCodes.Status200OK, cluster)
            : XplentyErrors.NotFoundAsync(context);

    public async Task CreateAsync(HttpContext context, XplentyVersion version)
    {
        JsonObject? settings = await context.Request.ReadXplentyBodyAsync();
        if (settings is null)
        {
            await XplentyErrors.RejectAsync(context, StatusCodes.Status400BadRequest, "The body is not a JSON object.");
        }
        else if ((settings["nodes"] is null ? "nodes can't be blank." : FindProblem(settings)) is { } problem)
        {
            await XplentyErrors.InvalidAsync(context, problem);
        }
        else
        {
            TimeSpan startupTime = TimeSpan.FromSeconds(state.Settings.XplentyClusterSeconds);
            await RespondAsync(context, StatusCodes.Status201Created, state.Clusters.Create(settings, startupTime));
        }
    }

    public async Task ChangeAsync(HttpContext context, XplentyVersion version)
    {
        JsonObject? change = await context.Request.ReadXplentyBodyAsync();
        if (Find(context) is not { } cluster)
        {
            await XplentyErrors.NotFoundAsync(context);
        }
        else if (change is null)
        {
            await XplentyErrors.RejectAsync(context, StatusCodes.Status400BadRequest, "The body is not a JSON object.");
        }
        else if ((cluster.TerminationRequestedAt is not null ? "The cluster is not running." : FindProblem(change)) is { } problem)
        {
            await XplentyErrors.InvalidAsync(context, problem);
        }
        else
        {
            await RespondAsync(context, StatusCodes.Status200OK, state.Clusters.Replace(cluster.Change(change)));
        }
    }

    public Task TerminateAsync(HttpContext context, XplentyVersion version)
    {
        if (Find(context) is not { } cluster)
        {
            return XplentyErrors.NotFoundAsync(context);
        }

        DateTimeOffset now = Now;
        return cluster.TerminationRequestedAt is not null
            ? XplentyErrors.InvalidAsync(context, "The cluster is not running.")
            : RespondAsync(context, StatusCodes.Status200OK, state.Clusters.Replace(cluster with
            {
                TerminationRequestedAt = now,
                TerminatedAt = now + TimeSpan.FromSeconds(state.Settings.XplentyStopSeconds),
            }));
    }

    private static string? FindProblem(JsonObject settings) =>
        settings["nodes"] is { } nodes && (nodes.GetValueKind() != JsonValueKind.Number || nodes.GetValue<long>() < 1)
            ? "nodes must be greater than 0."
        : settings["type"] is { } type && !Types.Contains(type.ToString()) ? "type is not included in the list."
        : settings["type"]?.ToString() == "sandbox" && settings["nodes"]?.GetValue<long>() != 1 ? "nodes of a sandbox must be 1."
        : null;

    private StoredCluster? Find(HttpContext context) => context.XplentyId() is { } id ? state.Clusters.Find(id) : null;

    private Task RespondAsync(HttpContext context, int status, StoredCluster cluster) =>
        context.RespondAsync(status, cluster.Write(Now, context.XplentyAccountUri()));
}
