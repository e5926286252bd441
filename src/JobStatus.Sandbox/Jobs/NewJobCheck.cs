using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace JobStatus.Sandbox;

/// <summary>Refuses a <see cref="NewJob"/> that its service could not have, so that a slip does not pass unseen.</summary>
internal static partial class NewJobCheck
{
    private const double MostSeconds = 10 * 366 * 86_400d;

    /// <exception cref="ArgumentException">The plan makes no sense for its service.</exception>
    internal static void Check(NewJob plan)
    {
        string? problem = Problems(plan).FirstOrDefault();
        if (problem is not null)
        {
            throw new ArgumentException(problem);
        }
    }

    /// <summary>Whether Alma would read this as the id of a job definition.</summary>
    internal static bool IsDefinitionId(string jobId) => DefinitionId().IsMatch(jobId);

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

        if (plan.JobId is { } jobId && !IsDefinitionId(jobId))
        {
            yield return $"'{jobId}' cannot be the id of an Alma job: it is M, S or O, then digits.";
        }

        if (!HeaderText.IsLegal(plan.RawContentType))
        {
            yield return "rawContentType has a character that a header cannot have.";
        }

        foreach ((string name, SandboxService service, bool given) in new[]
        {
            ("jobId", SandboxService.Alma, plan.JobId is not null),
            ("counters", SandboxService.Alma, plan.Counters.Count > 0),
            ("alerts", SandboxService.Alma, plan.Alerts.Count > 0),
            ("messages", SandboxService.Alteryx, plan.Messages.Count > 0),
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

    [GeneratedRegex("^[MSO][0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex DefinitionId();

    [GeneratedRegex("^[0-9]{1,20}$", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    [GeneratedRegex("^[1-9][0-9]{0,17}$", RegexOptions.CultureInvariant)]
    private static partial Regex PositiveInteger();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
