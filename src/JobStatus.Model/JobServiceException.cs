using System;

namespace JobStatus;

/// <summary>An error of a job service, or of the way to it.</summary>
public sealed class JobServiceException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="service">The service's name: Alma, Xplenty or Alteryx.</param>
    /// <param name="kind">What went wrong.</param>
    /// <param name="problem">What was asked and what came, as a sentence. Holds no secret.</param>
    /// <param name="recommendedAction">What to do about it, as a sentence.</param>
    /// <param name="innerException">The cause; null where there is none.</param>
    public JobServiceException(string service, JobServiceErrorKind kind, string problem, string recommendedAction, Exception? innerException = null)
        : base($"{problem} {recommendedAction}", innerException)
    {
        Service = service;
        Kind = kind;
        Problem = problem;
        RecommendedAction = recommendedAction;
    }

    /// <summary>The service's name: Alma, Xplenty or Alteryx.</summary>
    public string Service { get; }

    /// <summary>What went wrong.</summary>
    public JobServiceErrorKind Kind { get; }

    /// <summary>What was asked and what came: the first part of the message.</summary>
    public string Problem { get; }

    /// <summary>What to do about it: the second part of the message.</summary>
    public string RecommendedAction { get; }

    /// <summary>The HTTP status of the answer; null when there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The service's own error code; null where it gave none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The service's own number for this failure, for its support; null where it gave none.</summary>
    public string? TrackingId { get; init; }

    /// <summary>Whether the service turned the request away before it looked at it, so that sending it again is safe.</summary>
    internal bool WasUnprocessed { get; init; }

    /// <summary>How long the service asks to wait before asking again; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same error with another advice.</summary>
    internal JobServiceException WithRecommendedAction(string recommendedAction) => new(Service, Kind, Problem, recommendedAction, InnerException)
    {
        StatusCode = StatusCode,
        ErrorCode = ErrorCode,
        TrackingId = TrackingId,
        WasUnprocessed = WasUnprocessed,
        RetryAfter = RetryAfter,
    };
}
