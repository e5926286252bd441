using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Handles requests that read, list and cancel jobs, and download their outputs.</summary>
internal sealed class AlteryxJobHandlers(SandboxState state)
{
    private const string RawFormat = "Raw";

    private static readonly string[] Formats =
    [
        RawFormat, "Yxdb", "Shp", "Kml", "Tab", "Mif", "Dbf", "Csv", "Pdf", "Docx", "Xlsx", "Html", "Tde", "Zip",
    ];

    public Task GetAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        bool includeMessages = query.Boolean("includeMessages") ?? true;
        if (query.Problem is { } problem)
        {
            return AlteryxErrors.InvalidAsync(context, problem);
        }

        return Find(context) switch
        {
            RecordedJob recorded => context.RespondAsync(recorded.Find(
                includeMessages ? RecordedFormat.AlteryxJob : RecordedFormat.AlteryxJobWithoutMessages)!),
            SimulatedJob simulated => RespondAsync(context, simulated, includeMessages),
            _ => JobNotFoundAsync(context),
        };
    }

    public Task GetMessagesAsync(HttpContext context) => Find(context) switch
    {
        RecordedJob recorded when recorded.Find(RecordedFormat.AlteryxMessages) is { } body => context.RespondAsync(body),
        RecordedJob => context.RespondAsync(StatusCodes.Status200OK, new JsonArray()),
        SimulatedJob simulated => context.RespondAsync(
            StatusCodes.Status200OK, AlteryxJobPayload.WriteMessages(simulated, state.Clock.GetUtcNow())),
        _ => JobNotFoundAsync(context),
    };

    public Task ListQueueAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        AlteryxListQuery listQuery = AlteryxListQuery.Read(query);
        string[] statuses = query.Choices("statuses", StringComparison.OrdinalIgnoreCase, AlteryxStatuses.QueueFilters);
        string[] priorities = query.Choices("priorities", StringComparison.OrdinalIgnoreCase, AlteryxPriorities.Names);
        string[] users = query.TextList("users");
        string[] workflowNames = query.TextList("workflowNames");
        bool allUsers = query.Boolean("allUsers") ?? false;
        DateTimeOffset? before = query.Date("completedBefore");
        DateTimeOffset? after = query.Date("completedAfter");
        if (query.Problem is { } problem)
        {
            return AlteryxErrors.InvalidAsync(context, problem);
        }

        AlteryxListItem[] found =
        [
            .. AlteryxListItem.All(state).Where(item =>
                (statuses.Length == 0 || statuses.Any(status => AlteryxStatuses.MatchesFilter(status, item)))
                && (priorities.Length == 0 || priorities.Contains(item.Job.Plan.Priority))
                && (allUsers
                    ? users.Length == 0 || users.Contains(AlteryxJobPayload.UserOf(item.Job))
                    : item.Job.Plan.SubmittedBy is null)
                && (workflowNames.Length == 0 || workflowNames.Contains(item.Job.Name))
                && (before is null || item.Snapshot.FinishedAt < before)
                && (after is null || item.Snapshot.FinishedAt >= after)),
        ];
        JsonNode[] page = [.. listQuery.Apply(found).Select(AlteryxJobPayload.WriteQueueItem)];
        return context.RespondAsync(StatusCodes.Status200OK, new JsonObject
        {
            ["data"] = new JsonArray(page),
            ["pagination"] = Pagination(listQuery, found.Length),
        });
    }

    public Task CancelAsync(HttpContext context)
    {
        if (Find(context) is not { } job)
        {
            return JobNotFoundAsync(context);
        }

        if (job is SimulatedJob queued && queued.SnapshotAt(state.Clock.GetUtcNow()).Phase <= JobPhase.Queued)
        {
            state.Jobs.Remove(SandboxService.Alteryx, job.Id);
            return RespondAsync(context, queued, includeMessages: true);
        }

        return state.Jobs.Stop(SandboxService.Alteryx, job.Id, TimeSpan.Zero) is { } cancelled
            ? RespondAsync(context, cancelled, includeMessages: true)
            : AlteryxErrors.RespondWithExceptionAsync(
                context,
                StatusCodes.Status400BadRequest,
                "BadRequestException",
                $"The job {job.Id} is neither queued nor running.");
    }

    public Task DownloadAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        string format = query.Choice("format", StringComparison.OrdinalIgnoreCase, Formats) ?? RawFormat;
        if (query.Problem is { } problem)
        {
            return AlteryxErrors.InvalidAsync(context, problem);
        }

        if (Find(context) is not { } job)
        {
            return JobNotFoundAsync(context);
        }

        string outputId = context.RouteValue("outputId");
        JobOutput? output = job is SimulatedJob run
            ? AlteryxJobPayload.OutputsOf(run, state.Clock.GetUtcNow()).FirstOrDefault(output => output.Id == outputId)
            : null;
        return output is null ? AlteryxErrors.NotFoundAsync(context, "output", outputId)
            : !output.AvailableFormats.Contains(format) ? AlteryxErrors.InvalidAsync(
                context, "format", $"The output is not available as {format}.")
            : context.RespondWithFileAsync(
                "application/octet-stream",
                output.Disposition ?? GeneratedFile.Attachment(FileNameFor(format, output.FileName)),
                output.Bytes);
    }

    private static JsonObject Pagination(AlteryxListQuery listQuery, int total) => new()
    {
        ["currentPage"] = (listQuery.Offset / listQuery.Limit) + 1,
        ["pageSize"] = listQuery.Limit,
        ["totalItems"] = total,
        ["totalPages"] = (total + listQuery.Limit - 1) / listQuery.Limit,
        ["hasNextPage"] = listQuery.Offset + (long)listQuery.Limit < total,
        ["hasPreviousPage"] = listQuery.Offset > 0,
    };

    private static string FileNameFor(string format, string fileName)
    {
        int dot = fileName.LastIndexOf('.');
        return format == RawFormat || dot < 0 ? fileName : $"{fileName[..dot]}.{format.ToLowerInvariant()}";
    }

    private static Task JobNotFoundAsync(HttpContext context) =>
        AlteryxErrors.NotFoundAsync(context, "job", context.RouteValue("id"));

    private StoredJob? Find(HttpContext context) => state.Jobs.Find(SandboxService.Alteryx, context.RouteValue("id"));

    private Task RespondAsync(HttpContext context, SimulatedJob job, bool includeMessages) => context.RespondAsync(
        StatusCodes.Status200OK, AlteryxJobPayload.Write(job, state.Clock.GetUtcNow(), includeMessages));
}
