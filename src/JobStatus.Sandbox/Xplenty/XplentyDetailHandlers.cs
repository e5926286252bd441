using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Handles requests for the log, the variables, the output previews and the watchers of a job.</summary>
internal sealed class XplentyDetailHandlers(SandboxState state)
{
    private const int MaxPreviewLines = 100;

    public Task GetLogAsync(HttpContext context, XplentyVersion version) => RespondAsync(context, job => new JsonObject
    {
        ["body"] = job is SimulatedJob run ? XplentyLog.Write(run, run.SnapshotAt(state.Clock.GetUtcNow())) : "",
        ["url"] = $"{UriOf(context, job)}/log",
    });

    public Task GetVariablesAsync(HttpContext context, XplentyVersion version) => RespondAsync(context, job =>
        job is SimulatedJob run
            ? XplentyVariables.ExecutedVariablesOf(run, run.SnapshotAt(state.Clock.GetUtcNow()))
            : XplentyJobPayload.Write(job, version, context, state)["variables"]?.DeepClone() as JsonObject ?? []);

    public Task GetPreviewAsync(HttpContext context, XplentyVersion version)
    {
        string outputId = context.RouteValue("outputId");
        JsonObject? output = state.Jobs.FindXplenty(context) is { } job
            ? OutputsOf(XplentyJobPayload.Write(job, version, context, state))
                .OfType<JsonObject>()
                .FirstOrDefault(output => output["id"]?.ToString() == outputId)
            : null;
        return output is null
            ? XplentyErrors.NotFoundAsync(context)
            : context.RespondAsync(StatusCodes.Status200OK, new JsonObject
            {
                ["preview"] = PreviewOf(output),
                ["url"] = $"{context.Request.Origin()}{context.Request.Path.ToUriComponent()}",
            });
    }

    public Task ListWatchersAsync(HttpContext context, XplentyVersion version) => RespondAsync(context, job =>
        new JsonArray([.. state.Watchers.WatchersOf(job).Select(watcher => watcher.Write())]));

    public Task AddWatcherAsync(HttpContext context, XplentyVersion version)
    {
        if (state.Jobs.FindXplenty(context) is not { } job)
        {
            return XplentyErrors.NotFoundAsync(context);
        }

        int status = state.Watchers.Set(job, watching: true) ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        return context.RespondAsync(status, new JsonObject
        {
            ["created_at"] = state.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            ["job_url"] = UriOf(context, job),
        });
    }

    public Task RemoveWatcherAsync(HttpContext context, XplentyVersion version)
    {
        if (state.Jobs.FindXplenty(context) is not { } job)
        {
            return XplentyErrors.NotFoundAsync(context);
        }

        state.Watchers.Set(job, watching: false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static string UriOf(HttpContext context, StoredJob job) => context.Request.Origin() + job.ToSandboxJob().Path;

    private static JsonArray OutputsOf(JsonObject job) => job["outputs"] as JsonArray ?? [];

    private static string PreviewOf(JsonObject output)
    {
        long records = output["records_count"] is JsonValue value && value.TryGetValue(out long count) ? count : 0;
        return string.Join('\n', Enumerable.Range(1, (int)Math.Min(records, MaxPreviewLines)).Select(line =>
            string.Create(CultureInfo.InvariantCulture, $"{line},\"record {line}\",{line * 1.25:F2}")));
    }

    private Task RespondAsync(HttpContext context, Func<StoredJob, JsonNode> write) =>
        state.Jobs.FindXplenty(context) is { } job
            ? context.RespondAsync(StatusCodes.Status200OK, write(job))
            : XplentyErrors.NotFoundAsync(context);
}
