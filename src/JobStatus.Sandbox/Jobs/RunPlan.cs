using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Jobs;

/// <summary>Describes the behavior and the results of a simulated run.</summary>
public record RunPlan
{
    /// <summary>The time in the queue, in seconds.</summary>
    public double QueuedSeconds { get; init; }

    /// <summary>The run time, in seconds.</summary>
    public double DurationSeconds { get; init; } = 30;

    /// <summary>The outcome.</summary>
    public JobOutcome Outcome { get; init; }

    /// <summary>The status to report while the job runs. If null, it is the usual status of the service.</summary>
    public string? RunningStatus { get; init; }

    /// <summary>The status to report when the job is finished. If null, it follows from the outcome.</summary>
    public string? Status { get; init; }

    /// <summary>Alteryx only: the disposition when the job is finished. If null, it follows from the outcome.</summary>
    public string? Disposition { get; init; }

    /// <summary>The shape of the progress. Alteryx does not report progress.</summary>
    public ProgressShape Progress { get; init; }

    /// <summary>
    /// The errors to report when the job is finished: as alerts in Alma, as <c>errors</c> in Xplenty and as error
    /// messages in Alteryx.
    /// </summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Alteryx only: the messages to report as soon as the job starts.</summary>
    public IReadOnlyList<JobMessage> Messages { get; init; } = [];

    /// <summary>Alteryx only: the output files of a successful run. If null, there is one small file.</summary>
    public IReadOnlyList<JobOutput>? Outputs { get; init; }

    /// <summary>Alma only: the counters to report when the job is finished.</summary>
    public IReadOnlyList<JobCounter> Counters { get; init; } = [];

    /// <summary>
    /// Alma only: the alerts to report when the job is finished. If there are neither alerts nor errors, there is one
    /// alert that follows from the outcome.
    /// </summary>
    public IReadOnlyList<JobAlert> Alerts { get; init; } = [];

    /// <summary>Alma only: the number of events when the job is finished.</summary>
    public int Events { get; init; }

    /// <summary>Alma only: the number of records with one match when the job is finished.</summary>
    public int SingleMatches { get; init; }

    /// <summary>Alma only: the number of records with several matches when the job is finished.</summary>
    public int MultiMatches { get; init; }

    /// <summary>Alma only: the length of the downloadable file, in bytes.</summary>
    public long FileBytes { get; init; } = 4096;

    /// <summary>
    /// Alma only: the Content-Disposition of the downloadable file, sent unchanged. If null, it contains a generated
    /// name. If empty, the header is left out.
    /// </summary>
    public string? FileDisposition { get; init; }

    /// <summary>Xplenty only: the variables of the job. If null, there is one example variable.</summary>
    public JsonObject? Variables { get; init; }

    /// <summary>
    /// Xplenty only: the dynamic variables, which are evaluated when the job starts. If null, there is one example
    /// variable.
    /// </summary>
    public JsonObject? DynamicVariables { get; init; }

    /// <summary>
    /// The fields to merge into the response. Objects are merged; other values, including null, replace the field.
    /// </summary>
    public JsonObject? Extra { get; init; }

    /// <summary>The names of top-level fields to remove from the response.</summary>
    public IReadOnlyList<string> Omit { get; init; } = [];
}
