using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus;

/// <summary>
/// One run of an Alteryx Server workflow. Fields that Alteryx includes only in the queue or in the list of a
/// workflow's jobs are null on a job that was read by its id, unless an earlier object of the job contained them.
/// </summary>
/// <remarks>Source: Alteryx Server API V3, "Retrieve Details about a Specific Job".</remarks>
public sealed class AlteryxJob : RemoteJob
{
    /// <inheritdoc/>
    public override string Service => "Alteryx";

    /// <summary>Same as <see cref="RemoteJob.Id"/>.</summary>
    public string JobId { get => Id; init => Id = value; }

    /// <summary>The app id of the workflow, or null if Alteryx does not report it.</summary>
    public string? AppId { get; init; }

    /// <summary>Same as <see cref="RemoteJob.SubmittedAt"/>, under the name that Alteryx uses.</summary>
    public DateTime? CreateDateTime => SubmittedAt;

    /// <summary>The result, such as Success, Error, or None. Null if Alteryx does not report it.</summary>
    public string? Disposition { get; init; }

    /// <summary>The outputs of the job. Never null.</summary>
    public IReadOnlyList<AlteryxJobOutput> Outputs { get; init; } = [];

    /// <summary>The messages of the job. Empty if the job was read without messages. Never null.</summary>
    public IReadOnlyList<AlteryxJobMessage> Messages { get; init; } = [];

    /// <summary>
    /// The priority: Default, Low, Medium, High, or Critical. Null if Alteryx does not report it. Numbers that Alteryx
    /// sends are converted to these words.
    /// </summary>
    public string? Priority { get; init; }

    /// <summary>The tag of the workers that can run the job, or null if Alteryx does not report it.</summary>
    public string? WorkerTag { get; init; }

    /// <summary>True if the AMP engine runs the job. Null if Alteryx does not report it.</summary>
    public bool? RunWithE2 { get; init; }

    /// <summary>
    /// The id of the workflow, from the queue, or from the workflow that was started or whose jobs were listed. Otherwise
    /// <see cref="AppId"/>.
    /// </summary>
    public string? WorkflowId { get => KnownWorkflowId ?? AppId; init => KnownWorkflowId = value; }

    /// <summary>The user who submitted the job. Null unless the job was read from the queue.</summary>
    public string? SubmittedBy { get; init; }

    /// <summary>The time that the job spent in the queue. Null unless the job was read from the queue.</summary>
    public TimeSpan? QueueTime { get; init; }

    /// <summary>The time that the job has been running. Null unless the job was read from the queue.</summary>
    public TimeSpan? ExecutionTime { get; init; }

    internal string? KnownWorkflowId { get; init; }

    /// <summary>
    /// True if the time of submission in a list has no offset. It was read as UTC, but it can be the local time of the Server.
    /// </summary>
    internal bool HasLocalTime { get; init; }

    /// <summary>
    /// The error of the attempt to read the listed job by its id, so that it is not read again. Null if there was none.
    /// </summary>
    internal JobServiceException? ReadError { get; set; }

    internal override string? DefinitionId => WorkflowId;

    internal override StatusMeaning Meaning => AlteryxJobStatus.Interpret(Status, Disposition);

    internal override TimeSpan? ReportedDuration => ExecutionTime >= TimeSpan.Zero ? ExecutionTime : null;

    internal override string? ReportedMessage =>
        IsFinished && State != RemoteJobState.Completed
            ? Reason(static message => message.Severity == AlteryxMessageSeverity.Error)
                ?? Reason(static message => message.Severity == AlteryxMessageSeverity.Warning)
                ?? Reason(static message => message.Status is null)
            : null;

    private string? Reason(Func<AlteryxJobMessage, bool> isReason)
    {
        AlteryxJobMessage[] reasons = Messages
            .Where(message => isReason(message) && !string.IsNullOrWhiteSpace(message.Text))
            .ToArray();
        return reasons.Length switch
        {
            0 => null,
            1 => DisplayText.OneLine(reasons[0].Text),
            _ => $"{DisplayText.OneLine(reasons[0].Text)} (and {reasons.Length - 1} more)",
        };
    }
}
