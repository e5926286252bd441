using System;
using System.Collections.Generic;

namespace JobStatus.Services.Waiting;

/// <summary>What to do now, or when to plan again.</summary>
internal sealed class PollPlan(Poll? poll, DateTimeOffset next, IReadOnlyCollection<WaitPart> heldBack)
{
    /// <summary>The poll that is due, or null if there is none.</summary>
    public Poll? Poll { get; } = poll;

    /// <summary>
    /// The time to plan again if no poll is due. The maximum value means that nothing is due until something changes.
    /// </summary>
    public DateTimeOffset Next { get; } = next;

    /// <summary>The waits that have due runs that the quota holds back noticeably.</summary>
    public IReadOnlyCollection<WaitPart> HeldBack { get; } = heldBack;
}
