using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus;

/// <summary>
/// One run of an Alteryx Server workflow.
/// Page: Alteryx Server API V3, "Retrieve Details about a Specific Job". The fields that only the queue or the list
/// of a workflow tells are null on a job that was read by its id.
/// </summary>
public sealed class AlteryxJob : RemoteJob
{
    /// <inheritdoc/>
    public override string Service => "Alteryx";

    /// <summary>The id in the answer; null where Alteryx does not say.</summary>
    public string? JobId { get; init; }

    /// <summary>The id of the workflow's app; null where Alteryx does not say.</summary>
    public string? AppId { get; init; }

    /// <summary>The same as <see cref="RemoteJob.SubmittedAt"/>, under Alteryx's own name.</summary>
    public DateTimeOffset? CreateDateTime => SubmittedAt;

    /// <summary>The result: Success, Error, None and others; null where Alteryx does not say.</summary>
    public string? Disposition { get; init; }

    /// <summary>What the job made. Never null.</summary>
    public IReadOnlyList<AlteryxJobOutput> Outputs { get; init; } = [];

    /// <summary>What the workflow said. Empty when the job was read without messages. Never null.</summary>
    public IReadOnlyList<AlteryxJobMessage> Messages { get; init; } = [];

    /// <summary>Default, Low, Medium, High or Critical, also where Alteryx sent a number; null where it does not say.</summary>
    public string? Priority { get; init; }

    /// <summary>The tag of the workers that may run it; null where Alteryx does not say.</summary>
    public string? WorkerTag { get; init; }

    /// <summary>Whether the AMP engine runs it; null where Alteryx does not say.</summary>
    public bool? RunWithE2 { get; init; }

    /// <summary>The workflow's id: what the queue says, or the id whose jobs were listed; null on a job that was read by its id.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>Who asked for the run (queue only).</summary>
    public string? SubmittedBy { get; init; }

    /// <summary>How long the run waited (queue only).</summary>
    public TimeSpan? QueueTime { get; init; }

    /// <summary>How long the run has worked (queue only).</summary>
    public TimeSpan? ExecutionTime { get; init; }

    /// <inheritdoc/>
    public override RemoteJobState State => AlteryxJobStatus.Interpret(Status, Disposition).State;

    /// <inheritdoc/>
    public override bool IsFinished => AlteryxJobStatus.Interpret(Status, Disposition).IsFinished;

    /// <summary>Always null: Alteryx reports no progress.</summary>
    public override double? PercentComplete => null;

    /// <summary>Always null: Alteryx does not say when a run ended.</summary>
    public override DateTimeOffset? FinishedAt => null;

    /// <inheritdoc/>
    public override TimeSpan? Duration => ExecutionTime;

    /// <inheritdoc/>
    public override string? Message
    {
        get
        {
            if (!IsFinished || State == RemoteJobState.Completed)
            {
                return null;
            }

            string[] reasons = Reasons(AlteryxMessageSeverity.Error);
            if (reasons.Length == 0)
            {
                reasons = Reasons(AlteryxMessageSeverity.Warning);
            }

            return reasons.Length switch
            {
                0 => null,
                1 => reasons[0],
                _ => $"{reasons[0]} (and {reasons.Length - 1} more)",
            };
        }
    }

    private string[] Reasons(AlteryxMessageSeverity severity) =>
        Messages
            .Where(message => message.Severity == severity)
            .Select(message => DisplayText.OneLine(message.Text))
            .OfType<string>()
            .ToArray();
}
