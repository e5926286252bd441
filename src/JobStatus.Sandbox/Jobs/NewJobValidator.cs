using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Http;

namespace JobStatus.Sandbox.Jobs;

/// <summary>Validates a <see cref="NewJob"/>, so that a mistake causes an error and not an unexpected job.</summary>
internal static partial class NewJobValidator
{
    private const double MaxSeconds = 10 * 366 * 86_400d;

    /// <exception cref="ArgumentException">The job is not valid for its service.</exception>
    public static void Validate(NewJob plan)
    {
        if (ProblemOf(plan) is { } problem)
        {
            throw new ArgumentException(problem);
        }
    }

    /// <summary>Returns the reason why the job is not valid for its service, or null if it is valid.</summary>
    public static string? ProblemOf(NewJob plan) => Problems(plan).FirstOrDefault();

    /// <summary>Returns true if the text has the format of an Alteryx id.</summary>
    public static bool IsAlteryxId(string id) => AlteryxId().IsMatch(id);

    private static IEnumerable<string> Problems(NewJob plan)
    {
        foreach ((string name, double seconds) in new[]
        {
            ("submittedSecondsAgo", plan.SubmittedSecondsAgo),
            ("queuedSeconds", plan.QueuedSeconds),
            ("durationSeconds", plan.DurationSeconds),
        })
        {
            if (!(seconds >= 0 && seconds <= MaxSeconds))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"{name} must be from 0 to {MaxSeconds}, but it is {seconds}.");
            }
        }

        if (plan.Id is { } id && !IdOf(plan.Service).IsMatch(id))
        {
            yield return $"'{id}' is not a valid {plan.Service} run id.";
        }

        if (plan.JobId is { } jobId && !DefinitionCatalog.IsId(jobId))
        {
            yield return $"'{jobId}' is not a valid Alma job id. An Alma job id is M, S or O, followed by digits.";
        }

        if (plan.PackageId <= 0 || plan.ClusterId <= 0 || plan.ScheduleId <= 0)
        {
            yield return "packageId, clusterId and scheduleId must be greater than 0.";
        }

        if (plan.Attempts < 0 || plan.RetryLimit < 0)
        {
            yield return "attempts and retryLimit must be at least 0.";
        }

        if (plan.ParentId is { } parentId && !PositiveInteger().IsMatch(parentId))
        {
            yield return $"'{parentId}' is not a valid Xplenty run id.";
        }

        if (plan.WorkflowId is { } workflowId && !IsAlteryxId(workflowId))
        {
            yield return $"'{workflowId}' is not a valid Alteryx workflow id. Use letters, digits, hyphens and underscores.";
        }

        if (!AlteryxPriorities.IsValid(plan.Priority))
        {
            yield return $"'{plan.Priority}' is not a valid priority. It must be one of {AlteryxPriorities.NameList}.";
        }

        if (plan.Events < 0 || plan.SingleMatches < 0 || plan.MultiMatches < 0 || plan.FileBytes < 0)
        {
            yield return "events, singleMatches, multiMatches and fileBytes must be at least 0.";
        }

        if (!HeaderValue.IsValid(plan.FileDisposition ?? ""))
        {
            yield return "fileDisposition contains a character that is not allowed in a header.";
        }

        foreach (JobOutput output in plan.Outputs ?? [])
        {
            if (output.Bytes < 0)
            {
                yield return "bytes of an output must be at least 0.";
            }

            if (output.Id is { } outputId && !IsAlteryxId(outputId))
            {
                yield return $"'{outputId}' is not a valid output id. Use letters, digits, hyphens and underscores.";
            }

            if (!HeaderValue.IsValid(output.Disposition ?? ""))
            {
                yield return "disposition of an output contains a character that is not allowed in a header.";
            }
        }

        if (!HeaderValue.IsValid(plan.RawContentType))
        {
            yield return "rawContentType contains a character that is not allowed in a header.";
        }

        foreach ((string name, SandboxService service, bool isSet) in new[]
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
            ("scheduleId", SandboxService.Xplenty, plan.ScheduleId is not null),
            ("attempts", SandboxService.Xplenty, plan.Attempts > 0),
            ("retryLimit", SandboxService.Xplenty, plan.RetryLimit is not null),
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
            if (isSet && plan.Service != service)
            {
                yield return $"{name} is valid for {service} jobs only, not for {plan.Service} jobs.";
            }
        }
    }

    private static Regex IdOf(SandboxService service) => service switch
    {
        SandboxService.Alma => Digits(),
        SandboxService.Xplenty => PositiveInteger(),
        _ => AlteryxId(),
    };

    [GeneratedRegex("^[0-9]{1,20}$", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    [GeneratedRegex("^[1-9][0-9]{0,17}$", RegexOptions.CultureInvariant)]
    private static partial Regex PositiveInteger();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex AlteryxId();
}
