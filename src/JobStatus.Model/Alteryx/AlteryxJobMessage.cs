using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>
/// One message of an Alteryx job.
/// Page: Alteryx Server API V3, "Retrieve Messages of a Specific Job".
/// </summary>
public sealed class AlteryxJobMessage
{
    /// <summary>The id of the job that the message belongs to: the id that was asked for.</summary>
    public string JobId { get; init; } = string.Empty;

    /// <summary>The name of the connection that read it; null when it was not read through one.</summary>
    public string? Connection { get; init; }

    /// <summary>The number that Alteryx gives for the message's kind; null where it does not say.</summary>
    public int? Status { get; init; }

    /// <summary>What <see cref="Status"/> means.</summary>
    public AlteryxMessageSeverity Severity =>
        Status is { } status && Enum.IsDefined(typeof(AlteryxMessageSeverity), status)
            ? (AlteryxMessageSeverity)status
            : AlteryxMessageSeverity.Unknown;

    /// <summary>The message; null where Alteryx does not say.</summary>
    public string? Text { get; init; }

    /// <summary>The number of the tool in the workflow that speaks, −1 for the engine itself; null where Alteryx does not say.</summary>
    public int? ToolId { get; init; }

    /// <summary>What else Alteryx sent about the message. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The message.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Text);
}
