using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>The Alteryx workflows.</summary>
internal sealed class WorkflowCatalog()
    : Catalog<StoredWorkflow>(BuiltIn.Select(plan => new StoredWorkflow(plan.Id!, plan)))
{
    /// <summary>The workflow of a job for which none is specified.</summary>
    public const string First = "66f00000000000000000a001";

    public const string Second = "66f00000000000000000a002";

    public const string Third = "66f00000000000000000a003";

    private static readonly NewWorkflow[] BuiltIn =
    [
        new() { Id = First, Name = "Monthly report" },
        new()
        {
            Id = Second,
            Name = "Weekly report",
            Questions =
            [
                new() { Name = "Customer", Description = "Whose report is it?", Value = "all" },
                new()
                {
                    Name = "Region",
                    QuestionType = "QuestionListBox",
                    Description = "Which regions?",
                    Value = "north",
                    Multiple = true,
                    Items = [new("North", "north"), new("South", "south")],
                },
            ],
        },
        new()
        {
            Id = Third,
            Name = "Daily report",
            Run = new() { Outcome = JobOutcome.Failed, Errors = ["The input file was not found."] },
        },
        new() { Id = "66f00000000000000000a004", Name = "Payroll", MayRun = false },
    ];

    /// <summary>Adds a workflow, or replaces the one with the same id.</summary>
    /// <exception cref="ArgumentException">The workflow is not valid.</exception>
    public StoredWorkflow Create(NewWorkflow plan)
    {
        if (Problems(plan).FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem);
        }

        return AddOrReplace(
            plan.Id,
            number => string.Create(CultureInfo.InvariantCulture, $"68f0a1b2c3d4a000{number:x8}"),
            id => new StoredWorkflow(id, plan));
    }

    private static IEnumerable<string> Problems(NewWorkflow plan)
    {
        if (plan.Id is { } id && !NewJobValidator.IsAlteryxId(id))
        {
            yield return $"'{id}' is not a valid Alteryx workflow id. Use letters, digits, hyphens and underscores.";
        }

        if (plan.Questions.GroupBy(question => question.Name).FirstOrDefault(group => group.Count() > 1) is { } duplicate)
        {
            yield return $"The question {duplicate.Key} occurs more than once.";
        }

        if (NewJobValidator.ProblemOf(new NewJob(plan.Run) { Service = SandboxService.Alteryx }) is { } problem)
        {
            yield return problem;
        }
    }
}
