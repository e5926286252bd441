using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;

namespace JobStatus.Services.Http;

/// <summary>
/// Decides which requests are sent again after an error, and when. An action request is never sent again unless the service
/// states that it did not process the request.
/// </summary>
internal static class RetryPolicy
{
    /// <summary>The longest Retry-After before a retry. If it is longer, the request is not retried.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(2);

    public static bool IsRetried(ServiceRequest request, JobServiceException error) =>
        JobServiceErrors.For(error.Kind).IsRetried
        && (request.IsRead || error.WasUnprocessed)
        && error.RetryAfter.GetValueOrDefault() <= MaxDelay;

    /// <summary>Returns true if it is unknown whether the service accepted the action request that caused the error.</summary>
    public static bool MayHaveBeenAccepted(JobServiceException error) =>
        !error.WasUnprocessed
        && !IsRejection(error.StatusCode)
        && (JobServiceErrors.For(error.Kind).LeavesOutcomeUnknown || error.StatusCode is >= 300 and <= 399)
        && error.GetBaseException() is not SocketException
        {
            SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
                or SocketError.HostUnreachable or SocketError.NetworkUnreachable,
        };

    /// <summary>What to do if it is unknown whether the service accepted an action request.</summary>
    public static string CheckBeforeSendingAgain(ServiceRequest request) =>
        "The service may still have accepted the request. "
        + $"Before you send it again, check {request.Evidence ?? "whether it took effect"}.";

    // Statuses 300, 305, 307 and 308 mean that the request must be sent to another address, so it was not processed. Status 303
    // means that it was processed, and many servers send 301 and 302 with that meaning (RFC 9110, section 15.4).
    private static bool IsRejection(int? status) => status is 300 or 305 or 307 or 308 or (>= 400 and <= 499);

    /// <summary>
    /// Returns the delay from the Retry-After header, or null if there is none or it is not in the future. A date is
    /// compared with the Date header of the response, because the clock of the service can be off.
    /// </summary>
    public static TimeSpan? GetRetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        RetryConditionHeaderValue? header = response.Headers.RetryAfter;
        TimeSpan? delay = header?.Delta ?? header?.Date - (response.Headers.Date ?? time.GetUtcNow()) ?? FindHugeDelay(response);
        return delay > TimeSpan.Zero ? delay : null;
    }

    // .NET does not parse more seconds than the largest Int32.
    private static TimeSpan? FindHugeDelay(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Retry-After", out IEnumerable<string>? values)
        && double.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out double seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue))
            : null;

    // Most requests succeed at the first attempt, so the retry library is loaded only after the first error.
    public static async Task<T> RetryAsync<T>(
        Func<CancellationToken, Task<T>> attempt,
        ServiceRequest request,
        JobServiceException firstError,
        ConnectionOptions options,
        CallContext call)
    {
        JobServiceException? pendingError = firstError;
        return await CreatePipeline(request, options, call).ExecuteAsync(
            async token =>
            {
                if (Interlocked.Exchange(ref pendingError, null) is { } first)
                {
                    ExceptionDispatchInfo.Capture(first).Throw();
                }

                return await attempt(token).ConfigureAwait(false);
            },
            call.CancellationToken).ConfigureAwait(false);
    }

    private static ResiliencePipeline CreatePipeline(ServiceRequest request, ConnectionOptions options, CallContext call) =>
        new ResiliencePipelineBuilder { TimeProvider = options.Time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaximumRetryCount,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(30),
                ShouldHandle = attempt => new(attempt.Outcome.Exception is JobServiceException error && IsRetried(request, error)),
                DelayGenerator = static attempt => new((attempt.Outcome.Exception as JobServiceException)?.RetryAfter),
                OnRetry = attempt =>
                {
                    string? problem = (attempt.Outcome.Exception as JobServiceException)?.Problem;
                    call.Verbose($"{request.Subject}: retrying in {attempt.RetryDelay.TotalSeconds:0.0} s after an error: {problem}");
                    return default;
                },
            })
            .Build();
}
