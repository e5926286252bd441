using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Handles requests that list, read and change schedules.</summary>
internal sealed class AlteryxScheduleHandlers(SandboxState state)
{
    private const string FullView = "Full";

    private static readonly TimeSpan MaxWindow = TimeSpan.FromDays(45);

    // The fields that a client can change. The sandbox changes only whether the schedule is enabled.
    private static readonly string[] Fields =
    [
        "ownerId", "iteration", "name", "comment", "priority", "workerTag", "enabled", "credentialId", "timeZone", "questions",
    ];

    public Task ListAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        bool full = query.Choice("view", StringComparison.OrdinalIgnoreCase, "Default", FullView) == FullView
            && state.Settings.AlteryxListsFullSchedules;
        DateTimeOffset? after = query.UtcTime("runsAfter");
        DateTimeOffset? before = query.UtcTime("runsBefore");
        if (after is null != before is null)
        {
            query.AddProblem(after is null ? "runsAfter" : "runsBefore", "runsAfter and runsBefore require each other.");
        }
        else if (before - after > MaxWindow || before <= after)
        {
            query.AddProblem("runsBefore", "It must be later than runsAfter, by 45 days at most.");
        }

        if (query.Problem is { } problem)
        {
            return AlteryxErrors.InvalidAsync(context, problem);
        }

        string? workflowId = query.Text("workflowId");
        string? ownerId = query.Text("ownerId");
        IEnumerable<JsonNode> found =
            from schedule in state.AlteryxSchedules.All
            where workflowId is null || schedule.Plan.WorkflowId == workflowId
            where ownerId is null || ownerId == AlteryxSchedulePayload.OwnerId
            let nextRun = schedule.NextRun(after ?? state.Clock.GetUtcNow())
            where before is null || nextRun < before
            select full ? AlteryxSchedulePayload.WriteFull(schedule, nextRun) : AlteryxSchedulePayload.WriteReduced(schedule, nextRun);
        return context.RespondAsync(StatusCodes.Status200OK, new JsonArray([.. found]));
    }

    public Task GetAsync(HttpContext context) =>
        RespondAsync(context, state.AlteryxSchedules.Find(context.RouteValue("id")));

    public async Task ChangeAsync(HttpContext context)
    {
        string id = context.RouteValue("id");
        if (state.AlteryxSchedules.Find(id) is not { } schedule)
        {
            await RespondAsync(context, null);
            return;
        }

        if (await ReadBodyAsync(context) is not { } body)
        {
            await AlteryxErrors.InvalidAsync(context, "schedule", "The body is not a valid JSON object.");
            return;
        }

        if (body.FirstOrDefault(field => !Fields.Contains(field.Key)).Key is { } unknown)
        {
            await AlteryxErrors.InvalidAsync(context, $"schedule.{unknown}", "A schedule has no such field that can be changed.");
            return;
        }

        if (body.TryGetPropertyValue("enabled", out JsonNode? enabled))
        {
            if (enabled?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
            {
                await AlteryxErrors.InvalidAsync(context, "schedule.enabled", "It must be true or false.");
                return;
            }

            schedule = state.AlteryxSchedules.SetEnabled(id, enabled.GetValue<bool>());
        }

        await RespondAsync(context, schedule);
    }

    private Task RespondAsync(HttpContext context, StoredAlteryxSchedule? schedule) => schedule is null
        ? AlteryxErrors.NotFoundAsync(context, "schedule", context.RouteValue("id"))
        : context.RespondAsync(
            StatusCodes.Status200OK,
            AlteryxSchedulePayload.WriteFull(schedule, schedule.NextRun(state.Clock.GetUtcNow())));

    private static async Task<JsonObject?> ReadBodyAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
