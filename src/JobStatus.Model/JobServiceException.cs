using System;

namespace JobStatus;

/// <summary>An error that a service reported, or that occurred while communicating with it.</summary>
public sealed class JobServiceException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="service">The name of the service: Alma, Xplenty, or Alteryx.</param>
    /// <param name="kind">The kind of error.</param>
    /// <param name="problem">What happened, and to what, as a sentence. Must not contain secrets.</param>
    /// <param name="recommendedAction">What to do about the error, as a sentence; null if the kind determines that.</param>
    /// <param name="innerException">The cause, or null if there is none.</param>
    public JobServiceException(
        string service,
        JobServiceErrorKind kind,
        string problem,
        string? recommendedAction = null,
        Exception? innerException = null)
        : base(problem, innerException)
    {
        Service = service;
        Kind = kind;
        RecommendedAction = recommendedAction ?? string.Empty;
    }

    /// <summary>What happened, to what, and what to do about it.</summary>
    public override string Message => RecommendedAction.Length == 0 ? Problem : $"{Problem} {RecommendedAction}";

    /// <summary>The name of the service: Alma, Xplenty, or Alteryx.</summary>
    public string Service { get; }

    /// <summary>The kind of error.</summary>
    public JobServiceErrorKind Kind { get; }

    /// <summary>What happened, and to what. This is the first part of the message.</summary>
    public string Problem => base.Message;

    /// <summary>
    /// What to do about the error. This is the second part of the message. Errors in PowerShell always have it; errors that are
    /// caught in .NET code have it only if the kind does not already determine what to do.
    /// </summary>
    public string RecommendedAction { get; internal set; }

    /// <summary>The HTTP status code of the response, or null if there was no response.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The error code from the service, or null if the service did not send one.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>
    /// The tracking id of the failure, for the support team of the service, or null if the service did not send one.
    /// </summary>
    public string? TrackingId { get; init; }

    /// <summary>
    /// True if the request would have started, stopped or changed something, and the service may have accepted it although it
    /// failed, for example because the response was lost. Check whether the request took effect before you send it again. False
    /// if the service rejected the request or redirected it with a status that means that it was not processed, or if the request
    /// was never sent.
    /// </summary>
    public bool MayHaveBeenAccepted { get; internal set; }

    /// <summary>The special case that requires its own recommended action, or null if there is none.</summary>
    internal JobServiceErrorReason? Reason { get; init; }

    /// <summary>True if the service rejected the request without processing it, so that a retry is safe.</summary>
    internal bool WasUnprocessed { get; init; }

    /// <summary>
    /// True if the response has a form that the service documents for its errors. Otherwise, something between this computer and
    /// the API may have responded.
    /// </summary>
    internal bool IsFromService { get; init; }

    /// <summary>True if the response is a web page, which does not come from the API.</summary>
    internal bool IsPage { get; init; }

    /// <summary>True if the request that failed was the one for the access token, so that nothing else was requested.</summary>
    internal bool IsFromTokenRequest { get; set; }

    /// <summary>The time to wait before the next request (Retry-After), or null if the service did not send one.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Creates a copy of the error with more text after the problem.</summary>
    /// <param name="sentence">The sentence to add.</param>
    internal JobServiceException With(string sentence) =>
        new(Service, Kind, $"{Problem} {sentence}", RecommendedAction, this)
        {
            StatusCode = StatusCode,
            ErrorCode = ErrorCode,
            TrackingId = TrackingId,
            Reason = Reason,
            RetryAfter = RetryAfter,
            WasUnprocessed = WasUnprocessed,
            IsFromService = IsFromService,
            MayHaveBeenAccepted = MayHaveBeenAccepted,
        };
}
