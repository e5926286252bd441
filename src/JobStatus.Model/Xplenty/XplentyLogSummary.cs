using System;
using System.Collections.Generic;

namespace JobStatus;

/// <summary>The summary of an Xplenty job's log.</summary>
public sealed class XplentyLogSummary
{
    /// <summary>The summary's number; null where Xplenty does not say.</summary>
    public long? Id { get; init; }

    /// <summary>The text of the summary; null where Xplenty does not say.</summary>
    public string? Body { get; init; }

    /// <summary>Why the job failed; null where Xplenty does not say.</summary>
    public string? ErrorSummary { get; init; }

    /// <summary>What a language model made of the log; null where Xplenty does not say.</summary>
    public string? OpenaiExtract { get; init; }

    /// <summary>What Xplenty proposes to do. Never null.</summary>
    public IReadOnlyList<object?> ActionItems { get; init; } = [];

    /// <summary>When the summary was made; null where Xplenty does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What else Xplenty sent. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The error summary, else the text.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(ErrorSummary, Body);
}
