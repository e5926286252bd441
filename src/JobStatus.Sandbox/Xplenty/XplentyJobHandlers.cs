using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Xplenty's calls for jobs: list, search, read, run, stop.</summary>
internal sealed class XplentyJobHandlers(SandboxState state)
{
    private const string AnyStatus = "all";
    private const string Ascending = "asc";
    private const string Descending = "desc";

    internal async Task ListAsync(HttpContext context, XplentyVersion version)
    {
        QueryReader query = new(context.Request.Query);
        XplentyPage page = XplentyPage.Read(query);
        string status = query.Word("status", StringComparison.Ordinal, [AnyStatus, .. XplentyStatuses.All]) ?? AnyStatus;
        bool byUpdate = query.Word("sort", StringComparison.Ordinal, "created", "updated") == "updated";
        bool ascending = query.Word("direction", StringComparison.Ordinal, Ascending, Descending) == Ascending;
        DateTimeOffset? since = query.Moment("since");
        long? packageId = query.Id("package_id");
        if (query.Problem is { } problem)
        {
            await XplentyErrors.InvalidAsync(context, problem);
            return;
        }

        IEnumerable<XplentyListItem> found = Listings(version).Where(listing =>
            (status == AnyStatus || status == listing.Status)
            && (since is null || listing.UpdatedAt >= since)
            && (packageId is null || packageId == listing.PackageId));
        IEnumerable<XplentyListItem> sorted = found
            .OrderBy(listing => byUpdate ? listing.UpdatedAt : default)
            .ThenBy(listing => listing.Job, StoredJob.BySubmission);
        await page.AnswerAsync(
            context,
            [.. ascending ? sorted : sorted.Reverse()],
            listing => XplentyJobPayload.Write(listing.Job, version, context, state));
        LetTheListShift();
    }

    internal Task SearchAsync(HttpContext context, XplentyVersion version)
    {
        QueryReader query = new(context.Request.Query);
        string sort = query.Word("sort", StringComparison.Ordinal, "relevance", "id", "updated", "created") ?? "relevance";
        bool descending = query.Word("direction", StringComparison.Ordinal, Ascending, Descending) == Descending;
        XplentySearch? search = query.Text("q") is { } text ? XplentySearch.Parse(text) : null;
        if (search is null)
        {
            query.Refuse("q", "It is terms such as status:failed, duration:>60 or -user:Ada.");
        }

        if (query.Problem is { } problem)
        {
            return XplentyErrors.InvalidAsync(context, problem);
        }

        (XplentyListItem Listing, JsonObject Body)[] found =
        [
            .. Listings(version)
                .Select(listing => (Listing: listing, Body: XplentyJobPayload.Write(listing.Job, version, context, state)))
                .Where(job => search!.Finds(
                    XplentySearchFields.Of(NumberOf(job.Listing.Job), job.Body, LogOf(job.Listing.Job))))
                .OrderBy(job => sort == "updated" ? job.Listing.UpdatedAt : default)
                .ThenBy(job => sort == "created" ? job.Listing.Job.SubmittedAt : default)
                .ThenBy(job => NumberOf(job.Listing.Job)),
        ];
        if (descending)
        {
            Array.Reverse(found);
        }

        return context.AnswerAsync(StatusCodes.Status200OK, new JsonArray([.. found.Select(job => job.Body)]));
    }

    internal Task GetAsync(HttpContext context, XplentyVersion version) => state.Jobs.FindXplenty(context) switch
    {
        RecordedJob recorded => context.AnswerAsync(recorded.Find(XplentyJobPayload.FormOf(version))!),
        { } job => context.AnswerAsync(StatusCodes.Status200OK, XplentyJobPayload.Write(job, version, context, state)),
        null => XplentyErrors.NotFoundAsync(context),
    };

    internal async Task RunAsync(HttpContext context, XplentyVersion version)
    {
        if (!context.Request.HasJsonContentType())
        {
            await XplentyErrors.RefuseAsync(
                context, StatusCodes.Status415UnsupportedMediaType, "The Content-Type is not application/json.");
            return;
        }

        if (await XplentyRunRequest.ReadAsync(context.Request) is not { } body)
        {
            await XplentyErrors.RefuseAsync(
                context, StatusCodes.Status400BadRequest, "The body is not a JSON object.");
            return;
        }

        if (body.Problem is { } problem)
        {
            await XplentyErrors.InvalidAsync(context, problem);
            return;
        }

        if (state.Packages.Find(body.PackageId!.Value) is not { Plan.Active: true } package)
        {
            await XplentyErrors.InvalidAsync(context, "package_id is not the id of an active package.");
            return;
        }

        if (state.Clusters.WaitFor(body.ClusterId!.Value) is not { } wait)
        {
            await XplentyErrors.InvalidAsync(context, "cluster_id is not the id of a cluster that is up or coming up.");
            return;
        }

        StoredJob job = state.Jobs.Create(new NewJob(package.Plan.Run)
        {
            Service = SandboxService.Xplenty,
            PackageId = package.Number,
            ClusterId = body.ClusterId,
            Name = package.Name,
            QueuedSeconds = package.Plan.Run.QueuedSeconds + wait.TotalSeconds,
            Variables = body.Variables ?? [],
            DynamicVariables = body.DynamicVariables ?? [],
        });
        await context.AnswerAsync(
            StatusCodes.Status201Created, XplentyJobPayload.Write(job, version, context, state));
    }

    internal Task StopAsync(HttpContext context, XplentyVersion version)
    {
        if (state.Jobs.FindXplenty(context) is not { } job)
        {
            return XplentyErrors.NotFoundAsync(context);
        }

        TimeSpan time = TimeSpan.FromSeconds(state.Settings.XplentyStopSeconds);
        return state.Jobs.Stop(SandboxService.Xplenty, job.Id, time) is { } stopping
            ? context.AnswerAsync(StatusCodes.Status200OK, XplentyJobPayload.Write(stopping, version, context, state))
            : XplentyErrors.InvalidAsync(context, "The job is not running.");
    }

    internal Task ListChildrenAsync(HttpContext context, XplentyVersion version)
    {
        if (state.Jobs.FindXplenty(context) is not { } parent)
        {
            return XplentyErrors.NotFoundAsync(context);
        }

        IEnumerable<SimulatedJob> children = state.Jobs.Of(SandboxService.Xplenty)
            .OfType<SimulatedJob>()
            .Where(job => job.Plan.ParentId == parent.Id)
            .Order(StoredJob.BySubmission)
            .Cast<SimulatedJob>();
        return context.AnswerAsync(
            StatusCodes.Status200OK,
            new JsonArray([.. children.Select(child => XplentyJobPayload.Write(child, version, context, state))]));
    }

    private static long NumberOf(StoredJob job) => long.Parse(job.Id, CultureInfo.InvariantCulture);

    private IEnumerable<XplentyListItem> Listings(XplentyVersion version)
    {
        DateTimeOffset now = state.Clock.GetUtcNow();
        return state.Jobs.Of(SandboxService.Xplenty)
            .Select(job => XplentyListItem.Of(job, now, version))
            .OfType<XplentyListItem>();
    }

    private string LogOf(StoredJob job) =>
        job is SimulatedJob run ? XplentyLog.Of(run, run.At(state.Clock.GetUtcNow())) : "";

    // whoever pages newest first meets the end of the last page again at the start of the next
    private void LetTheListShift()
    {
        for (int i = 0; i < state.Settings.XplentyJobsBetweenPages; i++)
        {
            state.Jobs.Create(new NewJob { Service = SandboxService.Xplenty });
        }
    }
}
