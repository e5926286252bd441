using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Handles requests that list and run workflows, and list their questions and jobs.</summary>
internal sealed class AlteryxWorkflowHandlers(SandboxState state)
{
    private const string FullView = "Full";

    public Task ListAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        bool full = query.Choice("view", StringComparison.OrdinalIgnoreCase, "Default", FullView) == FullView;
        if (query.Problem is { } problem)
        {
            return AlteryxErrors.InvalidAsync(context, problem);
        }

        string name = query.Text("name") ?? "";
        IEnumerable<StoredWorkflow> found = state.Workflows.All.Where(
            workflow => workflow.Name.Contains(name, StringComparison.OrdinalIgnoreCase));
        return context.RespondAsync(
            StatusCodes.Status200OK,
            new JsonArray([.. found.Select(workflow => AlteryxWorkflowPayload.Write(workflow, full))]));
    }

    public Task GetAsync(HttpContext context) => Find(context) is { } workflow
        ? context.RespondAsync(StatusCodes.Status200OK, AlteryxWorkflowPayload.WriteSingle(workflow))
        : WorkflowNotFoundAsync(context);

    public Task ListQuestionsAsync(HttpContext context) => Find(context) is { } workflow
        ? context.RespondAsync(
            StatusCodes.Status200OK,
            new JsonArray([.. workflow.Plan.Questions.Select(AlteryxWorkflowPayload.WriteQuestion)]))
        : WorkflowNotFoundAsync(context);

    public static Task ListCredentialsAsync(HttpContext context) => context.RespondAsync(
        StatusCodes.Status200OK,
        new JsonArray(
            new JsonObject { ["id"] = "66f00000000000000000d001", ["userName"] = "SANDBOX\\reports" },
            new JsonObject { ["id"] = "66f00000000000000000d002", ["userName"] = "SANDBOX\\payroll" }));

    public Task ListJobsAsync(HttpContext context)
    {
        QueryReader query = new(context.Request.Query);
        AlteryxListQuery listQuery = AlteryxListQuery.Read(query, "createDateTime");
        string? status = query.Choice("status", StringComparison.OrdinalIgnoreCase, AlteryxStatuses.WorkflowFilters);
        string? resultCode = query.Choice("resultCode", StringComparison.OrdinalIgnoreCase, AlteryxStatuses.ResultCodes);
        if (query.Problem is { } problem)
        {
            return AlteryxErrors.InvalidAsync(context, problem);
        }

        if (Find(context) is not { } workflow)
        {
            return WorkflowNotFoundAsync(context);
        }

        IEnumerable<AlteryxListItem> found = AlteryxListItem.All(state).Where(item =>
            item.WorkflowId == workflow.Id
            && (status is null || AlteryxStatuses.MatchesFilter(status, item))
            && (resultCode is null || resultCode == item.Disposition));
        return context.RespondAsync(
            StatusCodes.Status200OK,
            new JsonArray([.. listQuery.Apply(found).Select(AlteryxJobPayload.WriteWorkflowJob)]));
    }

    public async Task RunAsync(HttpContext context)
    {
        if (Find(context) is not { } workflow)
        {
            await WorkflowNotFoundAsync(context);
            return;
        }

        if (!workflow.Plan.MayRun)
        {
            await AlteryxErrors.DenyAsync(context, StatusCodes.Status403Forbidden);
            return;
        }

        if (!context.Request.HasJsonContentType())
        {
            await AlteryxErrors.RespondWithMessageAsync(
                context,
                StatusCodes.Status415UnsupportedMediaType,
                $"The request entity's media type '{context.Request.ContentType}' is not supported for this resource.");
            return;
        }

        if (await AlteryxRunRequest.ReadAsync(context.Request) is not { } body)
        {
            await AlteryxErrors.InvalidAsync(context, "job", "The body is not a valid JSON object.");
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
        await context.RespondAsync(StatusCodes.Status200OK, AlteryxJobPayload.WriteStarted(job));
    }

    private static QueryProblem? ProblemOf(AlteryxRunRequest body, StoredWorkflow workflow)
    {
        if (body.Priority is not null && PriorityOf(body) is null)
        {
            return new QueryProblem("job.priority", $"The priority must be one of {AlteryxPriorities.NameList}.");
        }

        IReadOnlyList<AlteryxQuestionAnswer> answers = body.Questions ?? [];
        for (int i = 0; i < answers.Count; i++)
        {
            if (workflow.Plan.Questions.All(question => question.Name != answers[i].Name))
            {
                return new QueryProblem($"job.questions[{i}].name", $"The workflow has no question {answers[i].Name}.");
            }
        }

        return null;
    }

    private static string? PriorityOf(AlteryxRunRequest body) => AlteryxPriorities.Names.FirstOrDefault(
        name => name.Equals(body.Priority, StringComparison.OrdinalIgnoreCase));

    private static Task WorkflowNotFoundAsync(HttpContext context) =>
        AlteryxErrors.NotFoundAsync(context, "workflow", context.RouteValue("id"));

    private StoredWorkflow? Find(HttpContext context) => state.Workflows.Find(context.RouteValue("id"));
}
