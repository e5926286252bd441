using System.Collections.Generic;

namespace JobStatus.Services.Http;

/// <summary>Maps HTTP status codes to error kinds, for responses without a known service error code.</summary>
internal static class HttpStatusErrorKinds
{
    private static readonly Dictionary<int, JobServiceErrorKind> Kinds = new()
    {
        [400] = JobServiceErrorKind.InvalidRequest,
        [401] = JobServiceErrorKind.AuthenticationFailed,
        [402] = JobServiceErrorKind.AccessDenied,
        [403] = JobServiceErrorKind.AccessDenied,
        [404] = JobServiceErrorKind.JobNotFound,
        [405] = JobServiceErrorKind.NotSupportedByServer,
        [406] = JobServiceErrorKind.NotSupportedByServer,
        [407] = JobServiceErrorKind.ServiceUnavailable,
        [408] = JobServiceErrorKind.ServiceUnavailable,
        [409] = JobServiceErrorKind.ResourceBusy,
        [410] = JobServiceErrorKind.JobNotFound,
        [415] = JobServiceErrorKind.NotSupportedByServer,
        [422] = JobServiceErrorKind.InvalidRequest,
        [429] = JobServiceErrorKind.LimitReached,
    };

    public static JobServiceErrorKind For(int statusCode) =>
        Kinds.TryGetValue(statusCode, out JobServiceErrorKind kind) ? kind
        : statusCode >= 500 ? JobServiceErrorKind.ServiceUnavailable
        : JobServiceErrorKind.UnexpectedResponse;
}
