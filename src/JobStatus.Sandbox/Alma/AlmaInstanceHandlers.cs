using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alma;

/// <summary>Alma's calls for the runs of a job, and for what they did.</summary>
internal sealed class AlmaInstanceHandlers(SandboxState state, AlmaResponses answers)
{
    private const string AnyJob = "ALL";
    private const string SingleMatches = "SINGLE_MATCHES";
    private const string MultiMatches = "MULTI_MATCHES";

    internal Task ListAsync(HttpContext context)
    {
        if (state.Definitions.TryFind(context.RouteValue("jobId"), out StoredDefinition? definition) is { } error)
        {
            return answers.RefuseAsync(context, error);
        }

        QueryReader query = new(context.Request.Query);
        DateTimeOffset? from = query.Day("submit_date_from");
        DateTimeOffset? to = query.Day("submit_date_to");
        if (query.Problem is { } badDate)
        {
            return answers.RefuseAsync(context, AlmaError.InvalidDate(badDate));
        }

        AlmaPage page = AlmaPage.Read(query);
        string? status = query.Word("status", StringComparison.Ordinal, AlmaStatuses.Codes);
        if (query.Problem is { } problem)
        {
            return answers.RefuseAsync(context, AlmaError.InvalidParameter(problem));
        }

        DateTimeOffset now = state.Clock.GetUtcNow();
        StoredJob[] found =
        [
            .. state.Jobs.Of(SandboxService.Alma)
                .Where(job => job.JobId == definition!.Id
                    && (from is null || job.SubmittedAt >= from)
                    && (to is null || job.SubmittedAt.UtcDateTime.Date <= to.Value.UtcDateTime.Date)
                    && StatusOf(job, now) is { } own
                    && (status is null || status == own))
                .OrderDescending(StoredJob.BySubmission),
        ];
        return AlmaResponses.AnswerListAsync(context, "job_instance", page, found, job => WriteItem(context, job));
    }

    internal Task GetAsync(HttpContext context)
    {
        if (FindInstance(context, takesAnyJob: true, out StoredJob? job) is { } error)
        {
            return answers.RefuseAsync(context, error);
        }

        return job is RecordedJob recorded
            ? context.AnswerAsync(recorded.Find(
                context.Request.FormatAsked() == AlmaFormat.Json ? RecordedFormat.AlmaJson : RecordedFormat.AlmaXml)!)
            : AlmaResponses.AnswerAsync(context, "job_instance", Write(context, (SimulatedJob)job!));
    }

    internal Task ListEventsAsync(HttpContext context)
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

    internal Task ListMatchesAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        AlmaPage page = AlmaPage.Read(query);
        string? population = query.Word("population", StringComparison.Ordinal, SingleMatches, MultiMatches);
        if (population is null)
        {
            query.Refuse("population", $"It is one of {SingleMatches}, {MultiMatches}.");
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

    internal Task DownloadAsync(HttpContext context)
    {
        if (FindInstance(context, takesAnyJob: true, out StoredJob? job) is { } error)
        {
            return answers.RefuseAsync(context, error);
        }

        QueryReader query = new(context.Request.Query);
        bool binary = query.Word("download_format", StringComparison.Ordinal, "XML", "BINARY") == "BINARY";
        string lineType = query.Text("line_type") ?? "TOTAL_RECORDS_IMPORTED";
        if (!DefinitionCatalog.IsCode(lineType))
        {
            query.Refuse("line_type", "It is a code, such as TOTAL_RECORDS_IMPORTED.");
        }

        if (query.Problem is { } problem)
        {
            return answers.RefuseAsync(context, AlmaError.InvalidParameter(problem));
        }

        RunPlan plan = (job as SimulatedJob)?.Plan ?? new RunPlan();
        string fileName = $"{job!.Id}_{lineType}.{(binary ? "mrc" : "xml")}";
        return context.AnswerFileAsync(
            binary ? "application/octet-stream" : MediaTypes.AlmaXml,
            plan.FileDisposition ?? GeneratedFile.Attachment(fileName),
            plan.FileBytes);
    }

    /// <summary>Lists the records that a run tells of, which runs of one category do once they have ended.</summary>
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
        AlmaError? error = FindInstance(context, takesAnyJob: false, out StoredJob? job)
            ?? (query.Problem is { } problem ? AlmaError.InvalidParameter(problem) : null)
            ?? (DefinitionOf(job!).Plan.Category == category ? null : otherCategory);
        if (error is not null)
        {
            return answers.RefuseAsync(context, error);
        }

        int count = job is SimulatedJob run && run.HasEndedAt(state.Clock.GetUtcNow()) ? countOf(run.Plan) : 0;
        string instanceUri = context.Request.Origin() + job!.ToSandboxJob().Path;
        return AlmaResponses.AnswerListAsync(
            context, itemName, page, [.. Enumerable.Range(0, count)], number => write(instanceUri, number));
    }

    private AlmaError? FindInstance(HttpContext context, bool takesAnyJob, out StoredJob? job)
    {
        string jobId = context.RouteValue("jobId");
        string instanceId = context.RouteValue("instanceId");
        job = null;
        bool anyJob = takesAnyJob && jobId == AnyJob;
        if (!anyJob && state.Definitions.TryFind(jobId, out _) is { } error)
        {
            return error;
        }

        job = state.Jobs.Find(SandboxService.Alma, instanceId);
        return job is null || (!anyJob && job.JobId != jobId) ? AlmaError.UnknownInstance(instanceId) : null;
    }

    /// <summary>The status by which a list finds a run; null for a recorded one that no list can show.</summary>
    private static string? StatusOf(StoredJob job, DateTimeOffset now) => job switch
    {
        SimulatedJob run => AlmaStatuses.CodeOf(run, run.At(now)),
        RecordedJob recorded when recorded.FindListed(RecordedFormat.AlmaJson) is { } body =>
            (body["status"] as JsonObject)?["value"]?.ToString() ?? "",
        _ => null,
    };

    private JsonObject WriteItem(HttpContext context, StoredJob job)
    {
        JsonObject item = job is RecordedJob recorded
            ? recorded.FindListed(RecordedFormat.AlmaJson)!
            : Write(context, (SimulatedJob)job);
        return state.Settings.AlmaListsFullInstances ? item : AlmaInstancePayload.Shorten(item);
    }

    private JsonObject Write(HttpContext context, SimulatedJob job) => AlmaInstancePayload.Write(
        job, DefinitionOf(job), state.Clock.GetUtcNow(), context.Request.Origin() + AlmaEndpoints.JobsPath);

    // a run is found by ALL even when its definition was taken away
    private StoredDefinition DefinitionOf(StoredJob job) =>
        state.Definitions.Find(job.JobId!)
            ?? new StoredDefinition(job.JobId!, new NewDefinition { Name = job.Name });
}
