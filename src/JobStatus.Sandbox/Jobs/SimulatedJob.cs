using System;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Jobs;

/// <summary>
/// A job that progresses over time. It stores only its plan; its state is calculated from the current time.
/// </summary>
internal sealed class SimulatedJob(
    NewJob plan, string id, string? jobId, string name, DateTimeOffset submittedAt, StopRequest? stop = null)
    : StoredJob(plan.Service, id, jobId, name, submittedAt)
{
    private const double StartingShare = 0.1;
    private const double FinishingShare = 0.95;

    // The final progress of a job that does not succeed.
    private const double UnsuccessfulShare = 0.6;

    // Stored as text, because a JsonObject is not thread-safe and requests run concurrently.
    private readonly string? _extra = plan.Extra?.ToJsonString();
    private readonly string? _variables = plan.Variables?.ToJsonString();
    private readonly string? _dynamicVariables = plan.DynamicVariables?.ToJsonString();

    public NewJob Plan { get; } = plan;

    public JsonObject? Variables => Parse(_variables);

    public JsonObject? DynamicVariables => Parse(_dynamicVariables);

    public new string Name => base.Name!;

    private bool Succeeds => Plan.Outcome is JobOutcome.Completed or JobOutcome.Warning;

    /// <summary>The state of the job before it can start, even if it does not wait in a queue.</summary>
    public JobSnapshot SubmissionSnapshot => new(
        Now: SubmittedAt,
        JobPhase.Submitted,
        ChangedAt: SubmittedAt,
        StartedAt: null,
        FinishedAt: null,
        ProgressAt(JobPhase.Submitted, share: 0),
        Outcome: null);

    public bool IsFinishedAt(DateTimeOffset now) => SnapshotAt(now).Phase == JobPhase.Finished;

    public JobSnapshot SnapshotAt(DateTimeOffset now)
    {
        if (stop is null || now < stop.RequestedAt)
        {
            return PlannedSnapshotAt(now);
        }

        bool stopped = now >= stop.StopsAt;
        return PlannedSnapshotAt(stop.RequestedAt) with
        {
            Now = now,
            Phase = stopped ? JobPhase.Finished : JobPhase.Stopping,
            ChangedAt = stopped ? stop.StopsAt : stop.RequestedAt,
            FinishedAt = stopped ? stop.StopsAt : null,
            Outcome = stopped ? JobOutcome.Stopped : null,
            StopRequested = true,
        };
    }

    /// <summary>Returns a copy of the job with a stop request.</summary>
    public SimulatedJob WithStopRequest(StopRequest request) => new(Plan, Id, JobId, Name, SubmittedAt, request);

    private JobSnapshot PlannedSnapshotAt(DateTimeOffset now)
    {
        TimeSpan queued = TimeSpan.FromSeconds(Plan.QueuedSeconds);
        TimeSpan duration = TimeSpan.FromSeconds(Plan.DurationSeconds);
        DateTimeOffset startsAt = SubmittedAt + queued;

        (JobPhase Phase, DateTimeOffset From)[] phases =
        [
            (JobPhase.Finished, startsAt + duration),
            (JobPhase.Finishing, startsAt + (duration * FinishingShare)),
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

    /// <summary>
    /// Returns the status that the plan specifies or, if there is none, <paramref name="defaultStatus"/>.
    /// </summary>
    public string StatusAt(JobSnapshot snapshot, string defaultStatus) => snapshot.Phase switch
    {
        _ when snapshot.StopRequested => defaultStatus,
        JobPhase.Finished => Plan.Status ?? defaultStatus,
        >= JobPhase.Starting => Plan.RunningStatus ?? defaultStatus,
        _ => defaultStatus,
    };

    /// <summary>Adds the extra fields of the plan to the response body and removes the fields to omit.</summary>
    public JsonObject Adjust(JsonObject body)
    {
        if (Parse(_extra) is { } extra)
        {
            Merge(body, extra);
        }

        foreach (string name in Plan.Omit)
        {
            body.Remove(name);
        }

        return body;
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

        return Math.Round(Succeeds ? done : done * UnsuccessfulShare, 4);
    }
}
