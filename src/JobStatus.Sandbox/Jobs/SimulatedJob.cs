using System;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Jobs;

/// <summary>A job that runs by the clock. It holds no state but its plan: where it is follows from the time.</summary>
internal sealed class SimulatedJob(
    NewJob plan, string id, string? jobId, string name, DateTimeOffset submittedAt, StopRequest? stop = null)
    : StoredJob(plan.Service, id, jobId, name, submittedAt)
{
    private const double StartingShare = 0.1;
    private const double EndingShare = 0.95;

    // what a job that does not succeed has done when it ends
    private const double UnfinishedShare = 0.6;

    // as text, because a JsonObject that requests share must not be read by two at once
    private readonly string? _extra = plan.Extra?.ToJsonString();
    private readonly string? _variables = plan.Variables?.ToJsonString();
    private readonly string? _dynamicVariables = plan.DynamicVariables?.ToJsonString();

    internal NewJob Plan { get; } = plan;

    internal JsonObject? Variables => Parse(_variables);

    internal JsonObject? DynamicVariables => Parse(_dynamicVariables);

    internal new string Name => base.Name!;

    private bool Succeeds => Plan.Outcome is JobOutcome.Completed or JobOutcome.Warning;

    internal bool HasEndedAt(DateTimeOffset now) => At(now).Phase == JobPhase.Finished;

    internal JobSnapshot At(DateTimeOffset now)
    {
        if (stop is null || now < stop.AskedAt)
        {
            return UndisturbedAt(now);
        }

        bool ended = now >= stop.EndsAt;
        return UndisturbedAt(stop.AskedAt) with
        {
            Now = now,
            Phase = ended ? JobPhase.Finished : JobPhase.Stopping,
            ChangedAt = ended ? stop.EndsAt : stop.AskedAt,
            FinishedAt = ended ? stop.EndsAt : null,
            Outcome = ended ? JobOutcome.Stopped : null,
            StopAsked = true,
        };
    }

    /// <summary>The same job, which a client asks now to stop.</summary>
    internal SimulatedJob StoppedBy(StopRequest request) => new(Plan, Id, JobId, Name, SubmittedAt, request);

    private JobSnapshot UndisturbedAt(DateTimeOffset now)
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

        return new JobSnapshot(
            now,
            phase,
            ChangedAt: phase == JobPhase.Submitted ? SubmittedAt : from,
            StartedAt: phase >= JobPhase.Starting ? startsAt : null,
            FinishedAt: phase == JobPhase.Finished ? startsAt + duration : null,
            Progress: ProgressAt(phase, (now - startsAt) / duration),
            Outcome: phase == JobPhase.Finished ? Plan.Outcome : null);
    }

    /// <summary>The service's word: the plan's own where it has one, else <paramref name="ordinary"/>.</summary>
    internal string StatusAt(JobSnapshot moment, string ordinary) => moment.Phase switch
    {
        _ when moment.StopAsked => ordinary,
        JobPhase.Finished => Plan.Status ?? ordinary,
        >= JobPhase.Starting => Plan.RunningStatus ?? ordinary,
        _ => ordinary,
    };

    /// <summary>The answer as the plan wants it: with its extra fields, without those to omit.</summary>
    internal JsonObject Adjust(JsonObject answer)
    {
        if (Parse(_extra) is { } extra)
        {
            Merge(answer, extra);
        }

        foreach (string name in Plan.Omit)
        {
            answer.Remove(name);
        }

        return answer;
    }

    private static JsonObject? Parse(string? json) => json is null ? null : JsonNode.Parse(json)!.AsObject();

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
