using System;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox;

/// <summary>A job that runs by the clock. It holds no state but its plan: where it is follows from the time.</summary>
internal sealed class SimulatedJob(NewJob plan, string id, string? jobId, string name, DateTimeOffset submittedAt)
    : StoredJob(plan.Service, id, jobId, name)
{
    private const double StartingShare = 0.1;
    private const double EndingShare = 0.95;

    // what a job that does not succeed has done when it ends
    private const double UnfinishedShare = 0.6;

    // as text, because a JsonObject that requests share must not be read by two at once
    private readonly string? _extra = plan.Extra?.ToJsonString();

    internal NewJob Plan { get; } = plan;

    internal new string Name => base.Name!;

    internal DateTimeOffset SubmittedAt { get; } = submittedAt;

    internal bool Succeeds => Plan.Outcome is JobOutcome.Completed or JobOutcome.Warning;

    internal JobMoment At(DateTimeOffset now)
    {
        TimeSpan queued = TimeSpan.FromSeconds(Plan.QueuedSeconds);
        TimeSpan duration = TimeSpan.FromSeconds(Plan.DurationSeconds);
        DateTimeOffset startsAt = SubmittedAt + queued;

        (JobPhase Phase, DateTimeOffset From)[] phases =
        [
            (JobPhase.Finished, startsAt + duration),
            (JobPhase.Ending, startsAt + (duration * EndingShare)),
            (JobPhase.Running, startsAt + (duration * StartingShare)),
            (JobPhase.Starting, startsAt),
            (JobPhase.Queued, SubmittedAt + (queued / 2)),
            (JobPhase.Submitted, DateTimeOffset.MinValue),
        ];
        (JobPhase phase, DateTimeOffset from) = Array.Find(phases, candidate => now >= candidate.From);

        return new JobMoment(
            now,
            phase,
            ChangedAt: phase == JobPhase.Submitted ? SubmittedAt : from,
            StartedAt: phase >= JobPhase.Starting ? startsAt : null,
            FinishedAt: phase == JobPhase.Finished ? startsAt + duration : null,
            Progress: ProgressAt(phase, (now - startsAt) / duration));
    }

    /// <summary>The service's word: the plan's own where it has one, else <paramref name="ordinary"/>.</summary>
    internal string StatusAt(JobMoment moment, string ordinary) => moment.Phase switch
    {
        JobPhase.Finished => Plan.Status ?? ordinary,
        >= JobPhase.Starting => Plan.RunningStatus ?? ordinary,
        _ => ordinary,
    };

    /// <summary>The answer as the plan wants it: with its extra fields, without those to omit.</summary>
    internal JsonObject Adjust(JsonObject answer)
    {
        if (_extra is not null)
        {
            Merge(answer, JsonNode.Parse(_extra)!.AsObject());
        }

        foreach (string name in Plan.Omit)
        {
            answer.Remove(name);
        }

        return answer;
    }

    private static void Merge(JsonObject target, JsonObject extra)
    {
        foreach ((string name, JsonNode? value) in extra)
        {
            if (value is JsonObject inner && target[name] is JsonObject existing)
            {
                Merge(existing, inner);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private double? ProgressAt(JobPhase phase, double share)
    {
        if (Plan.Progress == ProgressShape.Absent)
        {
            return null;
        }

        double done = phase switch
        {
            < JobPhase.Starting => 0,
            JobPhase.Finished => 1,
            _ => Plan.Progress switch
            {
                ProgressShape.Curved => 1 - Math.Pow(1 - share, 2),
                ProgressShape.Stalling => Math.Min(share * 2.7, 0.9),
                _ => share,
            },
        };

        return Math.Round(Succeeds ? done : done * UnfinishedShare, 4);
    }
}
