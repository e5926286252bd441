using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Alteryx's calls for jobs: read, messages, queue, cancel, and the files that they leave behind.</summary>
internal sealed class AlteryxJobHandlers(SandboxState state)
{
    private const string RawFormat = "Raw";

    private static readonly string[] Formats =
    [
        RawFormat, "Yxdb", "Shp", "Kml", "Tab", "Mif", "Dbf", "Csv", "Pdf", "Docx", "Xlsx", "Html", "Tde", "Zip",
    ];

    internal Task GetAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        bool withMessages = query.Switch("includeMessages") ?? true;
        if (query.Problem is { } problem)
        {
            return AlteryxErrors.InvalidAsync(context, problem);
        }

        return Find(context) switch
        {
            RecordedJob recorded => context.AnswerAsync(recorded.Find(
                withMessages ? RecordedFormat.AlteryxJob : RecordedFormat.AlteryxJobWithoutMessages)!),
            SimulatedJob simulated => AnswerAsync(context, simulated, withMessages),
            _ => NoSuchJobAsync(context),
        };
    }

    internal Task GetMessagesAsync(HttpContext context) => Find(context) switch
    {
        RecordedJob recorded when recorded.Find(RecordedFormat.AlteryxMessages) is { } body => context.AnswerAsync(body),
        RecordedJob => context.AnswerAsync(StatusCodes.Status200OK, new JsonArray()),
        SimulatedJob simulated => context.AnswerAsync(
            StatusCodes.Status200OK, AlteryxJobPayload.WriteMessages(simulated, state.Clock.GetUtcNow())),
        _ => NoSuchJobAsync(context),
    };

    internal Task ListQueueAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        AlteryxListQuery sorting = AlteryxListQuery.Read(query);
        string[] statuses = query.Words("statuses", StringComparison.OrdinalIgnoreCase, AlteryxStatuses.QueueFilters);
        string[] priorities = query.Words("priorities", StringComparison.OrdinalIgnoreCase, AlteryxPriorities.Words);
        string[] users = query.Texts("users");
        string[] workflowNames = query.Texts("workflowNames");
        bool allUsers = query.Switch("allUsers") ?? true;
        DateTimeOffset? before = query.Day("completedBefore");
        DateTimeOffset? after = query.Day("completedAfter");
        if (query.Problem is { } problem)
        {
            return AlteryxErrors.InvalidAsync(context, problem);
        }

        AlteryxListItem[] found =
        [
            .. AlteryxListItem.All(state).Where(listing =>
                (statuses.Length == 0 || statuses.Any(status => AlteryxStatuses.IsIn(status, listing)))
                && (priorities.Length == 0 || priorities.Contains(listing.Job.Plan.Priority))
                && (users.Length == 0 || users.Contains(AlteryxJobPayload.UserOf(listing.Job)))
                && (users.Length > 0 || allUsers || listing.Job.Plan.SubmittedBy is null)
                && (workflowNames.Length == 0 || workflowNames.Contains(listing.Job.Name))
                && (before is null || listing.Moment.FinishedAt < before)
                && (after is null || listing.Moment.FinishedAt >= after)),
        ];
        JsonNode[] page = [.. sorting.PartOf(found).Select(AlteryxJobPayload.WriteQueued)];
        return context.AnswerAsync(StatusCodes.Status200OK, new JsonObject
        {
            ["data"] = new JsonArray(page),
            ["pagination"] = Pagination(sorting, found.Length),
        });
    }

    internal Task CancelAsync(HttpContext context)
    {
        if (Find(context) is not { } job)
        {
            return NoSuchJobAsync(context);
        }

        return state.Jobs.Stop(SandboxService.Alteryx, job.Id, TimeSpan.Zero) is { } cancelled
            ? AnswerAsync(context, cancelled, withMessages: true)
            : AlteryxErrors.ThrowAsync(
                context,
                StatusCodes.Status400BadRequest,
                "BadRequestException",
                $"The job {job.Id} is not in the queue and does not run.");
    }

    internal Task DownloadAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        string format = query.Word("format", StringComparison.OrdinalIgnoreCase, Formats) ?? RawFormat;
        if (query.Problem is { } problem)
        {
            return AlteryxErrors.InvalidAsync(context, problem);
        }

        if (Find(context) is not { } job)
        {
            return NoSuchJobAsync(context);
        }

        string outputId = context.RouteValue("outputId");
        JobOutput? output = job is SimulatedJob run
            ? AlteryxJobPayload.OutputsOf(run, state.Clock.GetUtcNow()).FirstOrDefault(output => output.Id == outputId)
            : null;
        return output is null ? AlteryxErrors.NotFoundAsync(context, "output", outputId)
            : !output.AvailableFormats.Contains(format) ? AlteryxErrors.InvalidAsync(
                context, "format", $"The output is not available as {format}.")
            : context.AnswerFileAsync(
                "application/octet-stream",
                output.Disposition ?? GeneratedFile.Attachment(NameIn(format, output.FileName)),
                output.Bytes);
    }

    private static JsonObject Pagination(AlteryxListQuery sorting, int total) => new()
    {
        ["currentPage"] = (sorting.Offset / sorting.Limit) + 1,
        ["pageSize"] = sorting.Limit,
        ["totalItems"] = total,
        ["totalPages"] = (total + sorting.Limit - 1) / sorting.Limit,
        ["hasNextPage"] = sorting.Offset + (long)sorting.Limit < total,
        ["hasPreviousPage"] = sorting.Offset > 0,
    };

    private static string NameIn(string format, string fileName)
    {
        int dot = fileName.LastIndexOf('.');
        return format == RawFormat || dot < 0 ? fileName : $"{fileName[..dot]}.{format.ToLowerInvariant()}";
    }

    private static Task NoSuchJobAsync(HttpContext context) =>
        AlteryxErrors.NotFoundAsync(context, "job", context.RouteValue("id"));

    private StoredJob? Find(HttpContext context) => state.Jobs.Find(SandboxService.Alteryx, context.RouteValue("id"));

    private Task AnswerAsync(HttpContext context, SimulatedJob job, bool withMessages) => context.AnswerAsync(
        StatusCodes.Status200OK, AlteryxJobPayload.Write(job, state.Clock.GetUtcNow(), withMessages));
}
