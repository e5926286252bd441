using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Jobs;

/// <summary>How a run goes, and what it leaves behind.</summary>
public record RunPlan
{
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

    /// <summary>Alteryx only: the files of a run that succeeds, or null for a small one.</summary>
    public IReadOnlyList<JobOutput>? Outputs { get; init; }

    /// <summary>Alma only: counters, shown once it has ended.</summary>
    public IReadOnlyList<JobCounter> Counters { get; init; } = [];

    /// <summary>Alma only: alerts, shown once it has ended, instead of the one that goes with the outcome.</summary>
    public IReadOnlyList<JobAlert> Alerts { get; init; } = [];

    /// <summary>Alma only: how many entries its events tell of, once it has ended.</summary>
    public int Events { get; init; }

    /// <summary>Alma only: how many records had one match, once it has ended.</summary>
    public int SingleMatches { get; init; }

    /// <summary>Alma only: how many records had more matches than one, once it has ended.</summary>
    public int MultiMatches { get; init; }

    /// <summary>Alma only: the length in bytes of the file that can be downloaded.</summary>
    public long FileBytes { get; init; } = 4096;

    /// <summary>
    /// Alma only: the Content-Disposition of that file, as it is, or null for one that fits. An empty text sends none.
    /// </summary>
    public string? FileDisposition { get; init; }

    /// <summary>Xplenty only: the variables that the job is given, or null for one of its own.</summary>
    public JsonObject? Variables { get; init; }

    /// <summary>Xplenty only: the variables that are worked out when the job starts, or null for one of its own.</summary>
    public JsonObject? DynamicVariables { get; init; }

    /// <summary>Fields to merge into the answer; objects are merged, anything else (null too) replaces.</summary>
    public JsonObject? Extra { get; init; }

    /// <summary>Names of top-level fields to leave out of the answer.</summary>
    public IReadOnlyList<string> Omit { get; init; } = [];
}
