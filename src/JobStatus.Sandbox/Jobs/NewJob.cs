using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox;

/// <summary>What a job that the sandbox is to run should be like.</summary>
public sealed record NewJob
{
    /// <summary>The service that runs it.</summary>
    public required SandboxService Service { get; init; }

    /// <summary>
    /// The id of the run, or null for a new one: digits for Alma (the instance) and Xplenty, any word for Alteryx.
    /// A job that has this id already is replaced.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>Alma only: the id of the job definition (M, S or O, then digits), or null for a new one.</summary>
    public string? JobId { get; init; }

    /// <summary>The name, or null for a plain one.</summary>
    public string? Name { get; init; }

    /// <summary>How many seconds ago it was submitted.</summary>
    public double SubmittedSecondsAgo { get; init; }

    /// <summary>How many seconds it waits before it starts.</summary>
    public double QueuedSeconds { get; init; }

    /// <summary>How many seconds it runs.</summary>
    public double DurationSeconds { get; init; } = 30;

    /// <summary>How it ends.</summary>
    public JobOutcome Outcome { get; init; }

    /// <summary>The service's word while it runs, instead of the ordinary ones.</summary>
    public string? RunningStatus { get; init; }

    /// <summary>The service's word once it has ended, instead of the one that goes with the outcome.</summary>
    public string? Status { get; init; }

    /// <summary>Alteryx only: the disposition once it has ended, instead of the one that goes with the outcome.</summary>
    public string? Disposition { get; init; }

    /// <summary>How its progress follows the time. Alteryx reports none.</summary>
    public ProgressShape Progress { get; init; }

    /// <summary>
    /// Why it went wrong, shown once it has ended: Alma's alerts, Xplenty's <c>errors</c>, Alteryx's error messages.
    /// </summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Alteryx only: messages that it shows from its start on.</summary>
    public IReadOnlyList<JobMessage> Messages { get; init; } = [];

    /// <summary>Alma only: counters, shown once it has ended.</summary>
    public IReadOnlyList<JobCounter> Counters { get; init; } = [];

    /// <summary>Alma only: alerts, shown once it has ended, instead of the one that goes with the outcome.</summary>
    public IReadOnlyList<JobAlert> Alerts { get; init; } = [];

    /// <summary>Fields to merge into the answer; objects are merged, anything else (null too) replaces.</summary>
    public JsonObject? Extra { get; init; }

    /// <summary>Names of top-level fields to leave out of the answer.</summary>
    public IReadOnlyList<string> Omit { get; init; } = [];

    /// <summary>The complete body to answer with, as it is; nothing else about the job then matters.</summary>
    public string? RawBody { get; init; }

    /// <summary>The media type of <see cref="RawBody"/>.</summary>
    public string RawContentType { get; init; } = "application/json";
}
