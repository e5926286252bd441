using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>One message of an Alteryx job.</summary>
/// <remarks>Source: Alteryx Server API V3, "Retrieve Messages of a Specific Job".</remarks>
public sealed class AlteryxJobMessage : ServiceObject
{
    /// <summary>The id of the job that the message belongs to, as requested.</summary>
    public string JobId { get; init; } = string.Empty;

    /// <summary>The name of the connection that the message was read through, or null if there was none.</summary>
    public string? Connection { get; init; }

    /// <summary>The message status, as a number, or null if Alteryx does not report it.</summary>
    public int? Status { get; init; }

    /// <summary>
    /// The severity that <see cref="Status"/> represents, or Unknown if the number is not known or is null.
    /// </summary>
    public AlteryxMessageSeverity Severity =>
        Status is { } status && Enum.IsDefined(typeof(AlteryxMessageSeverity), status)
            ? (AlteryxMessageSeverity)status
            : AlteryxMessageSeverity.Unknown;

    /// <summary>The text of the message, or null if Alteryx does not report it.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// The id of the tool in the workflow that wrote the message, or −1 for the engine itself. Null if Alteryx does not
    /// report it.
    /// </summary>
    public int? ToolId { get; init; }

    /// <summary>Other fields that Alteryx sent for the message, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the text of the message.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Text);
}
