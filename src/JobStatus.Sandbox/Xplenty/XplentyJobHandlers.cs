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

/// <summary>Handles requests that list, search, read, run and stop jobs.</summary>
internal sealed class XplentyJobHandlers(SandboxState state)
{
    public async Task ListAsync(HttpContext context, XplentyVersion version)
    {
        QueryReader query = new(context.Request.Query);
        XplentyPage page = XplentyPage.Read(query);
        XplentyListOrder order = XplentyListOrder.Read(query);
        long? packageId = query.Id("package_id");
        if (query.Problem is { } problem)
        {
            await XplentyErrors.InvalidAsync(context, problem);
            return;
        }

        await page.RespondAsync(
            context,
            [.. order.Apply(ListItems(version)).Where(item => packageId is null || packageId == item.PackageId)],
            item => XplentyJobPayload.Write(item.Job, version, context, state));
        ShiftList();
    }

    public Task SearchAsync(HttpContext context, XplentyVersion version)
    {
        QueryReader query = new(context.Request.Query);
        string? sort = query.Text("sort");
        bool descending = query.Choice("direction", StringComparison.Ordinal, "asc", "desc") == "desc";
        XplentySearch? search = query.Text("q") is { } text ? XplentySearch.Parse(text) : null;
        if (search is null)
        {
            query.AddProblem("q", "It must consist of terms such as status:failed, duration:>60 or -user:Ada.");
        }

        if (query.Problem is { } problem)
        {
            return XplentyErrors.InvalidAsync(context, problem);
        }

        (XplentyListItem Item, JsonObject Body)[] found =
        [
            .. ListItems(version)
                .Select(item => (Item: item, Body: XplentyJobPayload.Write(item.Job, version, context, state)))
                .Where(job => search!.Matches(
                    XplentySearchFields.Create(NumberOf(job.Item.Job), job.Body, LogOf(job.Item.Job))))
                .OrderBy(job => sort == "updated" ? job.Item.UpdatedAt : default)
                .ThenBy(job => sort == "created" ? job.Item.Job.SubmittedAt : default)
                .ThenBy(job => NumberOf(job.Item.Job)),
        ];
        if (descending)
        {
            Array.Reverse(found);
        }

        return context.RespondAsync(StatusCodes.Status200OK, new JsonArray([.. found.Select(job => job.Body)]));
    }

    public Task GetAsync(HttpContext context, XplentyVersion version) => state.Jobs.FindXplenty(context) switch
    {
        RecordedJob recorded => context.RespondAsync(recorded.Find(XplentyJobPayload.FormatOf(version))!),
        { } job => context.RespondAsync(StatusCodes.Status200OK, XplentyJobPayload.Write(job, version, context, state)),
        null => XplentyErrors.NotFoundAsync(context),
    };

    public async Task RunAsync(HttpContext context, XplentyVersion version)
    {
        if (!XplentyRunRequest.AcceptsBodyOf(context.Request))
        {
            await XplentyErrors.RejectAsync(
                context, StatusCodes.Status415UnsupportedMediaType, "The specified media type is not supported.");
            return;
        }

        if (await XplentyRunRequest.ReadAsync(context.Request) is not { } body)
        {
            await XplentyErrors.RejectAsync(
                context, StatusCodes.Status400BadRequest, "The body is neither a JSON object nor a form.");
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

        if (state.Clusters.StartupDelayOf(body.ClusterId!.Value) is not { } startupDelay)
        {
            await XplentyErrors.InvalidAsync(context, "cluster_id is not the id of an available or pending cluster.");
            return;
        }

        StoredJob job = state.Jobs.Create(new NewJob(package.Plan.Run)
        {
            Service = SandboxService.Xplenty,
            PackageId = package.Number,
            ClusterId = body.ClusterId,
            Name = package.Name,
            QueuedSeconds = package.Plan.Run.QueuedSeconds + startupDelay.TotalSeconds,
            Variables = body.Variables ?? [],
            DynamicVariables = body.DynamicVariables ?? [],
        });
        await context.RespondAsync(
            StatusCodes.Status201Created, XplentyJobPayload.Write(job, version, context, state));
    }

    public Task StopAsync(HttpContext context, XplentyVersion version)
    {
        if (state.Jobs.FindXplenty(context) is not { } job)
        {
            return XplentyErrors.NotFoundAsync(context);
        }

        TimeSpan time = TimeSpan.FromSeconds(state.Settings.XplentyStopSeconds);
        return state.Jobs.Stop(SandboxService.Xplenty, job.Id, time) is { } stopping
            ? context.RespondAsync(StatusCodes.Status200OK, XplentyJobPayload.Write(stopping, version, context, state))
            : XplentyErrors.InvalidAsync(context, "The job is not running.");
    }

    public Task ListChildrenAsync(HttpContext context, XplentyVersion version)
    {
        if (state.Jobs.FindXplenty(context) is not { } parent)
        {
            return XplentyErrors.NotFoundAsync(context);
        }

        QueryReader query = new(context.Request.Query);
        XplentyListOrder order = XplentyListOrder.Read(query);
        if (query.Problem is { } problem)
        {
            return XplentyErrors.InvalidAsync(context, problem);
        }

        IEnumerable<XplentyListItem> children = order.Apply(
            ListItems(version).Where(item => item.Job is SimulatedJob child && child.Plan.ParentId == parent.Id));
        return context.RespondAsync(
            StatusCodes.Status200OK,
            new JsonArray([.. children.Select(child => XplentyJobPayload.Write(child.Job, version, context, state))]));
    }

    private static long NumberOf(StoredJob job) => long.Parse(job.Id, CultureInfo.InvariantCulture);

    private IEnumerable<XplentyListItem> ListItems(XplentyVersion version)
    {
        DateTimeOffset now = state.Clock.GetUtcNow();
        return state.Jobs.ForService(SandboxService.Xplenty)
            .Select(job => XplentyListItem.TryCreate(job, now, version))
            .OfType<XplentyListItem>();
    }

    private string LogOf(StoredJob job) =>
        job is SimulatedJob run ? XplentyLog.Write(run, run.SnapshotAt(state.Clock.GetUtcNow())) : "";

    // A client that pages newest first gets the last items of a page again at the start of the next page.
    private void ShiftList()
    {
        for (int i = 0; i < state.Settings.XplentyJobsBetweenPages; i++)
        {
            state.Jobs.Create(new NewJob { Service = SandboxService.Xplenty });
        }
    }
}
