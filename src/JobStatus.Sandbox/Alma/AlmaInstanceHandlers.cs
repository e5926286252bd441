using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alma;

/// <summary>Handles requests for the runs of a job, their records and their files.</summary>
internal sealed class AlmaInstanceHandlers(SandboxState state, AlmaResponses responses)
{
    private const string AnyJob = "ALL";
    private const string SingleMatches = "SINGLE_MATCHES";
    private const string MultiMatches = "MULTI_MATCHES";

    public Task ListAsync(HttpContext context)
    {
        if (state.Definitions.Resolve(context.RouteValue("jobId"), out StoredDefinition? definition) is { } error)
        {
            return responses.RejectAsync(context, error);
        }

        QueryReader query = new(context.Request.Query);
        DateTimeOffset? from = query.Date("submit_date_from");
        DateTimeOffset? to = query.Date("submit_date_to");
        if (query.Problem is { } badDate)
        {
            return responses.RejectAsync(context, AlmaError.InvalidDate(badDate));
        }

        AlmaPage page = AlmaPage.Read(query);
        string? status = query.Choice("status", StringComparison.Ordinal, AlmaStatuses.Codes);
        if (query.Problem is { } problem)
        {
            return responses.RejectAsync(context, AlmaError.InvalidParameter(problem));
        }

        DateTimeOffset now = state.Clock.GetUtcNow();
        StoredJob[] found =
        [
            .. state.Jobs.ForService(SandboxService.Alma)
                .Where(job => job.JobId == definition!.Id
                    && (from is null || job.SubmittedAt >= from)
                    && (to is null || job.SubmittedAt.UtcDateTime.Date <= to.Value.UtcDateTime.Date)
                    && StatusOf(job, now) is { } jobStatus
                    && (status is null || status == jobStatus))
                .OrderDescending(StoredJob.BySubmission),
        ];
        return AlmaResponses.RespondWithListAsync(context, "job_instance", page, found, job => WriteItem(context, job));
    }

    public Task GetAsync(HttpContext context)
    {
        if (FindInstance(context, allowAnyJob: true, out StoredJob? job) is { } error)
        {
            return responses.RejectAsync(context, error);
        }

        return job is RecordedJob recorded
            ? context.RespondAsync(recorded.Find(
                context.Request.RequestedFormat() == AlmaFormat.Json ? RecordedFormat.AlmaJson : RecordedFormat.AlmaXml)!)
            : AlmaResponses.RespondAsync(context, "job_instance", Write(context, (SimulatedJob)job!));
    }

    public Task ListEventsAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        AlmaPage page = AlmaPage.Read(query);
        return ListRecordsAsync(
            context,
            query,
            page,
            "event",
            AlmaCategories.Users,
            AlmaError.NoEvents,
            plan => plan.Events,
            AlmaRecordPayload.Event);
    }

    public Task ListMatchesAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        AlmaPage page = AlmaPage.Read(query);
        string? population = query.Choice("population", StringComparison.Ordinal, SingleMatches, MultiMatches);
        if (population is null)
        {
            query.AddProblem("population", $"It must be one of {SingleMatches}, {MultiMatches}.");
        }

        bool multiple = population == MultiMatches;
        return ListRecordsAsync(
            context,
            query,
            page,
            "match",
            AlmaCategories.Import,
            AlmaError.NoMatches,
            plan => multiple ? plan.MultiMatches : plan.SingleMatches,
            (instanceUri, number) => AlmaRecordPayload.Match(instanceUri, number, multiple));
    }

    public Task DownloadAsync(HttpContext context)
    {
        if (FindInstance(context, allowAnyJob: true, out StoredJob? job) is { } error)
        {
            return responses.RejectAsync(context, error);
        }

        QueryReader query = new(context.Request.Query);
        bool binary = query.Choice("download_format", StringComparison.Ordinal, "XML", "BINARY") == "BINARY";
        string lineType = query.Text("line_type") ?? "TOTAL_RECORDS_IMPORTED";
        if (!DefinitionCatalog.IsCode(lineType))
        {
            query.AddProblem("line_type", "It must be a code, such as TOTAL_RECORDS_IMPORTED.");
        }

        if (query.Problem is { } problem)
        {
            return responses.RejectAsync(context, AlmaError.InvalidParameter(problem));
        }

        RunPlan plan = (job as SimulatedJob)?.Plan ?? new RunPlan();
        string fileName = $"{job!.Id}_{lineType}.{(binary ? "mrc" : "xml")}";
        return context.RespondWithFileAsync(
            binary ? "application/octet-stream" : MediaTypes.AlmaXml,
            plan.FileDisposition ?? GeneratedFile.Attachment(fileName),
            plan.FileBytes);
    }

    /// <summary>Lists the events or matches of a run. Only finished runs in one category have any.</summary>
    private Task ListRecordsAsync(
        HttpContext context,
        QueryReader query,
        AlmaPage page,
        string itemName,
        string category,
        AlmaError otherCategory,
        Func<RunPlan, int> countOf,
        Func<string, int, JsonObject> write)
    {
        AlmaError? error = FindInstance(context, allowAnyJob: false, out StoredJob? job)
            ?? (query.Problem is { } problem ? AlmaError.InvalidParameter(problem) : null)
            ?? (DefinitionOf(job!).Plan.Category == category ? null : otherCategory);
        if (error is not null)
        {
            return responses.RejectAsync(context, error);
        }

        int count = job is SimulatedJob run && run.IsFinishedAt(state.Clock.GetUtcNow()) ? countOf(run.Plan) : 0;
        string instanceUri = context.Request.Origin() + job!.ToSandboxJob().Path;
        return AlmaResponses.RespondWithListAsync(
            context, itemName, page, [.. Enumerable.Range(0, count)], number => write(instanceUri, number));
    }

    private AlmaError? FindInstance(HttpContext context, bool allowAnyJob, out StoredJob? job)
    {
        string jobId = context.RouteValue("jobId");
        string instanceId = context.RouteValue("instanceId");
        job = null;
        bool anyJob = allowAnyJob && jobId == AnyJob;
        if (!anyJob && state.Definitions.Resolve(jobId, out _) is { } error)
        {
            return error;
        }

        job = state.Jobs.Find(SandboxService.Alma, instanceId);
        return job is null || (!anyJob && job.JobId != jobId) ? AlmaError.UnknownInstance : null;
    }

    /// <summary>Returns the status code of a run, or null for a recorded run that cannot appear in a list.</summary>
    private static string? StatusOf(StoredJob job, DateTimeOffset now) => job switch
    {
        SimulatedJob run => AlmaStatuses.CodeOf(run, run.SnapshotAt(now)),
        RecordedJob recorded when recorded.FindListItem(RecordedFormat.AlmaJson) is { } body =>
            (body["status"] as JsonObject)?["value"]?.ToString() ?? "",
        _ => null,
    };

    private JsonObject WriteItem(HttpContext context, StoredJob job)
    {
        JsonObject item = job is RecordedJob recorded
            ? recorded.FindListItem(RecordedFormat.AlmaJson)!
            : Write(context, (SimulatedJob)job);
        return state.Settings.AlmaListsFullInstances ? item : AlmaInstancePayload.RemoveDetails(item);
    }

    private JsonObject Write(HttpContext context, SimulatedJob job) => AlmaInstancePayload.Write(
        job, DefinitionOf(job), state.Clock.GetUtcNow(), context.Request.Origin() + AlmaEndpoints.JobsPath);

    // A run can be read through ALL after its definition was removed.
    private StoredDefinition DefinitionOf(StoredJob job) =>
        state.Definitions.Find(job.JobId!)
            ?? new StoredDefinition(job.JobId!, new NewDefinition { Name = job.Name });
}
