using System;
using System.Threading.Tasks;

namespace JobStatus.Services;

/// <content>Tests the connection.</content>
public abstract partial class JobServiceClient
{
    /// <summary>
    /// Tests the connection with one small request, which is not retried. If the service can tell whether the key may start
    /// jobs, a second request does. Nothing is changed.
    /// </summary>
    /// <param name="describe">Returns the text for an error.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The result. An error of the service is a part of the result.</returns>
    public async Task<ConnectionTestResult> TestAsync(Func<JobServiceException, string> describe, CallContext call)
    {
        var once = new CallContext(call.CancellationToken, call.Verbose, call.Warning) { RetryTransientErrors = false };
        bool? isKeyValid = null;
        bool? canStart = null;
        long? reported = null;
        JobServiceException? error = null;
        try
        {
            reported = await SendTestAsync(once).ConfigureAwait(false);
            isKeyValid = true;
            canStart = await TestStartPermissionAsync(once).ConfigureAwait(false);
            error = (reported ?? Http.LatestRemainingQuota) == 0
                ? Http.Errors.Create(JobServiceErrorKind.QuotaExhausted, $"The {Service} quota of the key is used up.")
                : null;
        }
        catch (JobServiceException exception)
        {
            error = AsConnectionError(exception);
            isKeyValid ??= error.Kind switch
            {
                JobServiceErrorKind.AuthenticationFailed => false,
                JobServiceErrorKind.AccessDenied => true,
                _ => null,
            };
        }

        bool isReachable = error is null || HasResponded(error);
        return new ConnectionTestResult
        {
            Service = Service,
            Connection = Name,
            BaseUri = BaseUri,
            IsReachable = isReachable,
            IsKeyValid = isKeyValid,
            CanStartJobs = canStart,
            RemainingQuota = error?.Kind == JobServiceErrorKind.QuotaExhausted ? 0
                : isReachable ? reported ?? Http.LatestRemainingQuota
                : null,
            ClockDifference = isReachable && Http.ClockDifference is { } difference ? WholeSeconds(difference) : null,
            ErrorKind = error?.Kind,
            Problem = error is null ? null : describe(error),
        };
    }

    /// <summary>
    /// Sends a small request that any valid key may send. Returns the number of requests that remain of the quota, or null if
    /// the body of the response does not contain it.
    /// </summary>
    private protected abstract Task<long?> SendTestAsync(CallContext call);

    /// <summary>Returns whether the key may start jobs, or null if the service cannot tell.</summary>
    private protected virtual Task<bool?> TestStartPermissionAsync(CallContext call) => Task.FromResult<bool?>(null);

    /// <summary>Returns true if the service itself rejected the key, or an action of the key.</summary>
    private protected static bool IsRejectedByService(JobServiceException error) =>
        error.IsFromService && error.Kind is JobServiceErrorKind.AuthenticationFailed or JobServiceErrorKind.AccessDenied;

    // The test reads no job, so a resource that does not exist means that the address belongs to something else. Only the
    // service can decide about the key.
    private JobServiceException AsConnectionError(JobServiceException error) => error.Kind switch
    {
        JobServiceErrorKind.JobNotFound or JobServiceErrorKind.NotSupportedByServer => AsUnexpected(error, error.Problem),
        JobServiceErrorKind.AuthenticationFailed or JobServiceErrorKind.AccessDenied when !error.IsFromService => AsUnexpected(
            error,
            $"{error.Problem} The response is not an error of the {Service} API, so it does not show what the key is permitted to do."),
        _ => error,
    };

    private JobServiceException AsUnexpected(JobServiceException error, string problem) =>
        Http.Errors.Create(JobServiceErrorKind.UnexpectedResponse, problem, error, error.StatusCode);

    // A proxy that requires credentials responds instead of the service. During a pause, no request is sent.
    private static bool HasResponded(JobServiceException error) =>
        error.Reason != JobServiceErrorReason.ProxyCredentialsRequired
        && (error.StatusCode is not null
            || error.Kind is not (JobServiceErrorKind.ServiceUnavailable
                or JobServiceErrorKind.UntrustedServer
                or JobServiceErrorKind.LimitReached));

    // The Date header contains whole seconds, which are rounded down.
    private static TimeSpan WholeSeconds(TimeSpan difference) => TimeSpan.FromSeconds(Math.Ceiling(difference.TotalSeconds));
}
