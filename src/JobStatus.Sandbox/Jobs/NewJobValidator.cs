using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Http;

namespace JobStatus.Sandbox.Jobs;

/// <summary>Refuses a <see cref="NewJob"/> that its service could not have, so that a slip does not pass unseen.</summary>
internal static partial class NewJobValidator
{
    private const double MostSeconds = 10 * 366 * 86_400d;

    /// <exception cref="ArgumentException">The plan makes no sense for its service.</exception>
    internal static void Check(NewJob plan)
    {
        if (ProblemOf(plan) is { } problem)
        {
            throw new ArgumentException(problem);
        }
    }

    /// <summary>Why the service could not have such a job, or null when it could.</summary>
    internal static string? ProblemOf(NewJob plan) => Problems(plan).FirstOrDefault();

    /// <summary>Whether this can be an id at Alteryx.</summary>
    internal static bool IsWord(string id) => Word().IsMatch(id);

    private static IEnumerable<string> Problems(NewJob plan)
    {
        foreach ((string name, double seconds) in new[]
        {
            ("submittedSecondsAgo", plan.SubmittedSecondsAgo),
            ("queuedSeconds", plan.QueuedSeconds),
            ("durationSeconds", plan.DurationSeconds),
        })
        {
            if (!(seconds >= 0 && seconds <= MostSeconds))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"{name} is {seconds}; it must be from 0 to {MostSeconds}.");
            }
        }

        if (plan.Id is { } id && !IdOf(plan.Service).IsMatch(id))
        {
            yield return $"'{id}' cannot be the id of a run of {plan.Service}.";
        }

        if (plan.JobId is { } jobId && !DefinitionCatalog.IsId(jobId))
        {
            yield return $"'{jobId}' cannot be the id of an Alma job: it is M, S or O, then digits.";
        }

        if (plan.PackageId <= 0 || plan.ClusterId <= 0)
        {
            yield return "packageId and clusterId are above 0.";
        }

        if (plan.ParentId is { } parentId && !PositiveInteger().IsMatch(parentId))
        {
            yield return $"'{parentId}' cannot be the id of a run of Xplenty.";
        }

        if (plan.WorkflowId is { } workflowId && !IsWord(workflowId))
        {
            yield return $"'{workflowId}' cannot be the id of an Alteryx workflow.";
        }

        if (!AlteryxPriorities.IsWord(plan.Priority))
        {
            yield return $"'{plan.Priority}' is no priority: it is {AlteryxPriorities.InWords}.";
        }

        if (plan.Events < 0 || plan.SingleMatches < 0 || plan.MultiMatches < 0 || plan.FileBytes < 0)
        {
            yield return "events, singleMatches, multiMatches and fileBytes are not below 0.";
        }

        if (!HeaderValue.IsLegal(plan.FileDisposition ?? ""))
        {
            yield return "fileDisposition has a character that a header cannot have.";
        }

        foreach (JobOutput output in plan.Outputs ?? [])
        {
            if (output.Bytes < 0)
            {
                yield return "The bytes of an output are not below 0.";
            }

            if (output.Id is { } outputId && !IsWord(outputId))
            {
                yield return $"'{outputId}' cannot be the id of an output.";
            }

            if (!HeaderValue.IsLegal(output.Disposition ?? ""))
            {
                yield return "The disposition of an output has a character that a header cannot have.";
            }
        }

        if (!HeaderValue.IsLegal(plan.RawContentType))
        {
            yield return "rawContentType has a character that a header cannot have.";
        }

        foreach ((string name, SandboxService service, bool given) in new[]
        {
            ("jobId", SandboxService.Alma, plan.JobId is not null),
            ("counters", SandboxService.Alma, plan.Counters.Count > 0),
            ("alerts", SandboxService.Alma, plan.Alerts.Count > 0),
            ("events", SandboxService.Alma, plan.Events > 0),
            ("singleMatches", SandboxService.Alma, plan.SingleMatches > 0),
            ("multiMatches", SandboxService.Alma, plan.MultiMatches > 0),
            ("fileDisposition", SandboxService.Alma, plan.FileDisposition is not null),
            ("packageId", SandboxService.Xplenty, plan.PackageId is not null),
            ("clusterId", SandboxService.Xplenty, plan.ClusterId is not null),
            ("parentId", SandboxService.Xplenty, plan.ParentId is not null),
            ("variables", SandboxService.Xplenty, plan.Variables is not null),
            ("dynamicVariables", SandboxService.Xplenty, plan.DynamicVariables is not null),
            ("workflowId", SandboxService.Alteryx, plan.WorkflowId is not null),
            ("workerTag", SandboxService.Alteryx, plan.WorkerTag.Length > 0),
            ("priority", SandboxService.Alteryx, plan.Priority != AlteryxPriorities.Default),
            ("messages", SandboxService.Alteryx, plan.Messages.Count > 0),
            ("outputs", SandboxService.Alteryx, plan.Outputs is not null),
            ("disposition", SandboxService.Alteryx, plan.Disposition is not null),
        })
        {
            if (given && plan.Service != service)
            {
                yield return $"{name} goes with jobs of {service} only, not with those of {plan.Service}.";
            }
        }
    }

    private static Regex IdOf(SandboxService service) => service switch
    {
        SandboxService.Alma => Digits(),
        SandboxService.Xplenty => PositiveInteger(),
        _ => Word(),
    };

    [GeneratedRegex("^[0-9]{1,20}$", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    [GeneratedRegex("^[1-9][0-9]{0,17}$", RegexOptions.CultureInvariant)]
    private static partial Regex PositiveInteger();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
