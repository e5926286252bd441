using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox;

/// <summary>Alteryx's calls for workflows: list, questions, runs, run.</summary>
internal sealed class AlteryxWorkflowCalls(SandboxState state)
{
    private const string FullView = "Full";

    internal Task ListAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        bool full = query.Word("view", StringComparison.OrdinalIgnoreCase, "Default", FullView) == FullView;
        if (query.Problem is { } problem)
        {
            return AlteryxAnswers.InvalidAsync(context, problem);
        }

        string name = query.Text("name") ?? "";
        IEnumerable<AlteryxWorkflow> found = state.Workflows.All.Where(
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
        AlteryxSorting sorting = AlteryxSorting.Read(query);
        string? status = query.Word("status", StringComparison.OrdinalIgnoreCase, AlteryxStatuses.WorkflowFilters);
        string? resultCode = query.Word("resultCode", StringComparison.OrdinalIgnoreCase, AlteryxStatuses.ResultCodes);
        if (query.Problem is { } problem)
        {
            return AlteryxAnswers.InvalidAsync(context, problem);
        }

        if (Find(context) is not { } workflow)
        {
            return NoSuchWorkflowAsync(context);
        }

        IEnumerable<AlteryxListing> found = AlteryxListing.All(state).Where(listing =>
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
            await AlteryxAnswers.DenyAsync(context, StatusCodes.Status403Forbidden);
            return;
        }

        if (!context.Request.HasJsonContentType())
        {
            await AlteryxAnswers.SayAsync(
                context, StatusCodes.Status415UnsupportedMediaType, "The Content-Type is not application/json.");
            return;
        }

        if (await AlteryxRunBody.ReadAsync(context.Request) is not { } body)
        {
            await AlteryxAnswers.InvalidAsync(context, "job", "The body is not a JSON object that can be read.");
            return;
        }

        if (ProblemOf(body, workflow) is { } problem)
        {
            await AlteryxAnswers.InvalidAsync(context, problem);
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

    private static QueryProblem? ProblemOf(AlteryxRunBody body, AlteryxWorkflow workflow)
    {
        if (body.Priority is not null && PriorityOf(body) is null)
        {
            return new QueryProblem("job.priority", $"The priority is one of {AlteryxPriorities.InWords}.");
        }

        IReadOnlyList<AlteryxRunAnswer> given = body.Questions ?? [];
        for (int i = 0; i < given.Count; i++)
        {
            if (workflow.Plan.Questions.All(question => question.Name != given[i].Name))
            {
                return new QueryProblem($"job.questions[{i}].name", $"The workflow has no question {given[i].Name}.");
            }
        }

        return null;
    }

    private static string? PriorityOf(AlteryxRunBody body) => AlteryxPriorities.Words.FirstOrDefault(
        word => word.Equals(body.Priority, StringComparison.OrdinalIgnoreCase));

    private static Task NoSuchWorkflowAsync(HttpContext context) =>
        AlteryxAnswers.NotFoundAsync(context, "workflow", context.RouteValue("id"));

    private AlteryxWorkflow? Find(HttpContext context) => state.Workflows.Find(context.RouteValue("id"));
}
