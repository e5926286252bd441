using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Alteryx's calls for workflows: list, questions, runs, run.</summary>
internal sealed class AlteryxWorkflowHandlers(SandboxState state)
{
    private const string FullView = "Full";

    internal Task ListAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        bool full = query.Word("view", StringComparison.OrdinalIgnoreCase, "Default", FullView) == FullView;
        if (query.Problem is { } problem)
        {
            return AlteryxErrors.InvalidAsync(context, problem);
        }

        string name = query.Text("name") ?? "";
        IEnumerable<StoredWorkflow> found = state.Workflows.All.Where(
            workflow => workflow.Name.Contains(name, StringComparison.OrdinalIgnoreCase));
        return context.AnswerAsync(
            StatusCodes.Status200OK,
            new JsonArray([.. found.Select(workflow => AlteryxWorkflowPayload.Write(workflow, full))]));
    }

    internal Task ListQuestionsAsync(HttpContext context) => Find(context) is { } workflow
        ? context.AnswerAsync(
            StatusCodes.Status200OK,
            new JsonArray([.. workflow.Plan.Questions.Select(AlteryxWorkflowPayload.WriteQuestion)]))
        : NoSuchWorkflowAsync(context);

    internal Task ListJobsAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        AlteryxListQuery sorting = AlteryxListQuery.Read(query);
        string? status = query.Word("status", StringComparison.OrdinalIgnoreCase, AlteryxStatuses.WorkflowFilters);
        string? resultCode = query.Word("resultCode", StringComparison.OrdinalIgnoreCase, AlteryxStatuses.ResultCodes);
        if (query.Problem is { } problem)
        {
            return AlteryxErrors.InvalidAsync(context, problem);
        }

        if (Find(context) is not { } workflow)
        {
            return NoSuchWorkflowAsync(context);
        }

        IEnumerable<AlteryxListItem> found = AlteryxListItem.All(state).Where(listing =>
            listing.WorkflowId == workflow.Id
            && (status is null || AlteryxStatuses.IsIn(status, listing))
            && (resultCode is null || resultCode == listing.Disposition));
        return context.AnswerAsync(
            StatusCodes.Status200OK,
            new JsonArray([.. sorting.PartOf(found).Select(AlteryxJobPayload.WriteListed)]));
    }

    internal async Task RunAsync(HttpContext context)
    {
        if (Find(context) is not { } workflow)
        {
            await NoSuchWorkflowAsync(context);
            return;
        }

        if (!workflow.Plan.MayRun)
        {
            await AlteryxErrors.DenyAsync(context, StatusCodes.Status403Forbidden);
            return;
        }

        if (!context.Request.HasJsonContentType())
        {
            await AlteryxErrors.SayAsync(
                context, StatusCodes.Status415UnsupportedMediaType, "The Content-Type is not application/json.");
            return;
        }

        if (await AlteryxRunRequest.ReadAsync(context.Request) is not { } body)
        {
            await AlteryxErrors.InvalidAsync(context, "job", "The body is not a JSON object that can be read.");
            return;
        }

        if (ProblemOf(body, workflow) is { } problem)
        {
            await AlteryxErrors.InvalidAsync(context, problem);
            return;
        }

        SimulatedJob job = (SimulatedJob)state.Jobs.Create(new NewJob(workflow.Plan.Run)
        {
            Service = SandboxService.Alteryx,
            WorkflowId = workflow.Id,
            Name = workflow.Name,
            Priority = PriorityOf(body) ?? AlteryxPriorities.Default,
            WorkerTag = body.WorkerTag ?? "",
        });
        await context.AnswerAsync(
            StatusCodes.Status200OK, AlteryxJobPayload.Write(job, state.Clock.GetUtcNow(), withMessages: true));
    }

    private static QueryError? ProblemOf(AlteryxRunRequest body, StoredWorkflow workflow)
    {
        if (body.Priority is not null && PriorityOf(body) is null)
        {
            return new QueryError("job.priority", $"The priority is one of {AlteryxPriorities.InWords}.");
        }

        IReadOnlyList<AlteryxQuestionAnswer> given = body.Questions ?? [];
        for (int i = 0; i < given.Count; i++)
        {
            if (workflow.Plan.Questions.All(question => question.Name != given[i].Name))
            {
                return new QueryError($"job.questions[{i}].name", $"The workflow has no question {given[i].Name}.");
            }
        }

        return null;
    }

    private static string? PriorityOf(AlteryxRunRequest body) => AlteryxPriorities.Words.FirstOrDefault(
        word => word.Equals(body.Priority, StringComparison.OrdinalIgnoreCase));

    private static Task NoSuchWorkflowAsync(HttpContext context) =>
        AlteryxErrors.NotFoundAsync(context, "workflow", context.RouteValue("id"));

    private StoredWorkflow? Find(HttpContext context) => state.Workflows.Find(context.RouteValue("id"));
}
