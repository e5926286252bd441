using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Handles requests that list, read, change and run schedules.</summary>
internal sealed class XplentyScheduleHandlers(SandboxState state)
{
    public Task ListAsync(HttpContext context, XplentyVersion version)
    {
        QueryReader query = new(context.Request.Query);
        XplentyPage page = XplentyPage.Read(query);
        string? status = query.Choice("status", StringComparison.Ordinal, "all", "enabled", "disabled");
        bool ascending = query.Choice("direction", StringComparison.Ordinal, "asc", "desc") == "asc";
        if (query.Problem is { } problem)
        {
            return XplentyErrors.InvalidAsync(context, problem);
        }

        StoredXplentySchedule[] found =
            [.. state.XplentySchedules.All.Where(schedule => status is null or "all" || schedule.Enabled == (status == "enabled"))];
        if (!ascending)
        {
            Array.Reverse(found);
        }

        return page.RespondAsync(context, found, schedule => schedule.Write(context.XplentyAccountUri()));
    }

    public Task GetAsync(HttpContext context, XplentyVersion version) =>
        Find(context) is { } schedule ? RespondAsync(context, schedule) : XplentyErrors.NotFoundAsync(context);

    public async Task ChangeAsync(HttpContext context, XplentyVersion version)
    {
        if (Find(context) is not { } schedule)
        {
            await XplentyErrors.NotFoundAsync(context);
            return;
        }

        if (await context.Request.ReadXplentyBodyAsync() is not { } change)
        {
            await XplentyErrors.RejectAsync(context, StatusCodes.Status400BadRequest, "The body is not a JSON object.");
            return;
        }

        if (schedule.FindProblem(change) is { } problem)
        {
            await XplentyErrors.InvalidAsync(context, problem);
            return;
        }

        await RespondAsync(context, state.XplentySchedules.Replace(schedule.Change(change)));
    }

    /// <summary>Starts a job for each package. The response is the schedule, as it is at the service.</summary>
    public Task RunAsync(HttpContext context, XplentyVersion version)
    {
        if (Find(context) is not { } schedule)
        {
            return XplentyErrors.NotFoundAsync(context);
        }

        foreach (StoredPackage package in schedule.Plan.PackageIds.Select(state.Packages.Find).OfType<StoredPackage>())
        {
            state.Jobs.Create(new NewJob(package.Plan.Run)
            {
                Service = SandboxService.Xplenty,
                PackageId = package.Number,
                ScheduleId = schedule.Number,
                Name = package.Name,
                RetryLimit = 2,
            });
        }

        return RespondAsync(context, state.XplentySchedules.Replace(
            schedule with { ExecutionCount = schedule.ExecutionCount + 1, LastRunAt = state.Clock.GetUtcNow() }));
    }

    private StoredXplentySchedule? Find(HttpContext context) => context.XplentyId() is { } id ? state.XplentySchedules.Find(id) : null;

    private static Task RespondAsync(HttpContext context, StoredXplentySchedule schedule) =>
        context.RespondAsync(StatusCodes.Status200OK, schedule.Write(context.XplentyAccountUri()));
}
