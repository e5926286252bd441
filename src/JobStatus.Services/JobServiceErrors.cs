using System;
using System.Collections.Generic;

namespace JobStatus.Services;

/// <summary>
/// The table of error kinds: which of them are transient, which are retried, and which leave the outcome of an action unknown.
/// </summary>
public static class JobServiceErrors
{
    private static readonly JobServiceErrorRule[] Rules =
    [
        new(JobServiceErrorKind.NotConnected),
        new(JobServiceErrorKind.AuthenticationFailed),
        new(JobServiceErrorKind.AccessDenied),
        new(JobServiceErrorKind.JobNotFound),
        new(JobServiceErrorKind.InvalidRequest),
        new(JobServiceErrorKind.ResourceBusy),
        new(JobServiceErrorKind.LimitReached) { IsTransient = true, IsRetried = true },
        new(JobServiceErrorKind.QuotaExhausted),
        new(JobServiceErrorKind.NotSupportedByServer),
        new(JobServiceErrorKind.ServiceUnavailable) { IsTransient = true, IsRetried = true, LeavesOutcomeUnknown = true },
        new(JobServiceErrorKind.UntrustedServer),
        new(JobServiceErrorKind.UnexpectedResponse) { IsTransient = true, LeavesOutcomeUnknown = true },
        new(JobServiceErrorKind.FileExists),
        new(JobServiceErrorKind.WriteFailed),
        new(JobServiceErrorKind.WaitTimeout),
        new(JobServiceErrorKind.JobFailed),
    ];

    /// <summary>The rules for all kinds.</summary>
    public static IReadOnlyCollection<JobServiceErrorRule> All => Rules;

    /// <summary>Returns the rule for a kind of error.</summary>
    /// <param name="kind">The kind of error.</param>
    /// <returns>The rule for that kind.</returns>
    public static JobServiceErrorRule For(JobServiceErrorKind kind) => Array.Find(Rules, rule => rule.Kind == kind)!;
}
