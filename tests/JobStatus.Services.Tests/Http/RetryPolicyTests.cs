using System;
using System.Net.Http;
using System.Net.Sockets;
using JobStatus.Services.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class RetryPolicyTests
{
    private static readonly ServiceRequest ReadRequest = new(new Uri("https://example.org/"), "*/*", "Job 1");

    private static readonly ServiceRequest ActionRequest = new(new Uri("https://example.org/"), "*/*", "Starting job 1")
    {
        Method = HttpMethod.Post,
    };

    [Theory]
    [InlineData(JobServiceErrorKind.ServiceUnavailable, true)]
    [InlineData(JobServiceErrorKind.LimitReached, true)]
    [InlineData(JobServiceErrorKind.UnexpectedResponse, false)]
    [InlineData(JobServiceErrorKind.QuotaExhausted, false)]
    [InlineData(JobServiceErrorKind.JobNotFound, false)]
    public void A_read_request_is_retried_if_the_error_may_disappear_soon(JobServiceErrorKind kind, bool isRetried) =>
        Assert.Equal(isRetried, RetryPolicy.IsRetried(ReadRequest, Error(kind)));

    [Theory]
    [InlineData(JobServiceErrorKind.ServiceUnavailable, true)]
    [InlineData(JobServiceErrorKind.LimitReached, true)]
    [InlineData(JobServiceErrorKind.UnexpectedResponse, false)]
    public void An_action_request_is_retried_only_if_it_was_not_processed(JobServiceErrorKind kind, bool isRetried)
    {
        Assert.False(RetryPolicy.IsRetried(ActionRequest, Error(kind)));
        Assert.Equal(isRetried, RetryPolicy.IsRetried(ActionRequest, Error(kind, wasUnprocessed: true)));
    }

    [Theory]
    [InlineData(120, true)]
    [InlineData(121, false)]
    public void A_request_is_not_retried_after_a_long_Retry_After(int seconds, bool isRetried) =>
        Assert.Equal(isRetried, RetryPolicy.IsRetried(ReadRequest, Error(JobServiceErrorKind.LimitReached, retryAfter: seconds)));

    [Theory]
    [InlineData("120", 120)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("2147483648", int.MaxValue)]
    [InlineData("99999999999999999999999999", int.MaxValue)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("1.5", null)]
    [InlineData("soon", null)]
    public void Retry_After_can_be_any_number_of_seconds(string header, int? seconds)
    {
        using HttpResponseMessage response = new();
        response.Headers.TryAddWithoutValidation("Retry-After", header);

        Assert.Equal(seconds, RetryPolicy.GetRetryAfter(response, TimeProvider.System)?.TotalSeconds);
    }

    [Theory]
    [InlineData(JobServiceErrorKind.ServiceUnavailable, null, true)]
    [InlineData(JobServiceErrorKind.ServiceUnavailable, 500, true)]
    [InlineData(JobServiceErrorKind.ServiceUnavailable, 200, true)]
    [InlineData(JobServiceErrorKind.UnexpectedResponse, 200, true)]
    [InlineData(JobServiceErrorKind.ServiceUnavailable, 408, false)]
    [InlineData(JobServiceErrorKind.UnexpectedResponse, 299, true)]
    [InlineData(JobServiceErrorKind.UnexpectedResponse, 300, false)]
    [InlineData(JobServiceErrorKind.UnexpectedResponse, 301, true)]
    [InlineData(JobServiceErrorKind.UnexpectedResponse, 302, true)]
    [InlineData(JobServiceErrorKind.UnexpectedResponse, 303, true)]
    [InlineData(JobServiceErrorKind.UnexpectedResponse, 307, false)]
    [InlineData(JobServiceErrorKind.UnexpectedResponse, 308, false)]
    [InlineData(JobServiceErrorKind.UntrustedServer, 301, true)]
    [InlineData(JobServiceErrorKind.UntrustedServer, 302, true)]
    [InlineData(JobServiceErrorKind.UntrustedServer, 303, true)]
    [InlineData(JobServiceErrorKind.UntrustedServer, 307, false)]
    [InlineData(JobServiceErrorKind.UntrustedServer, 308, false)]
    [InlineData(JobServiceErrorKind.UnexpectedResponse, 499, false)]
    [InlineData(JobServiceErrorKind.LimitReached, 500, false)]
    [InlineData(JobServiceErrorKind.ResourceBusy, 500, false)]
    [InlineData(JobServiceErrorKind.UntrustedServer, null, false)]
    public void An_action_may_have_been_accepted_unless_the_service_rejected_it(JobServiceErrorKind kind, int? status, bool mayBeAccepted)
    {
        Assert.Equal(mayBeAccepted, RetryPolicy.MayHaveBeenAccepted(Error(kind, status)));
        Assert.False(RetryPolicy.MayHaveBeenAccepted(Error(kind, status, wasUnprocessed: true)));
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused, false)]
    [InlineData(SocketError.HostNotFound, false)]
    [InlineData(SocketError.NetworkUnreachable, false)]
    [InlineData(SocketError.ConnectionReset, true)]
    [InlineData(SocketError.TimedOut, true)]
    public void An_action_cannot_have_been_accepted_without_a_connection(SocketError cause, bool mayBeAccepted)
    {
        HttpRequestException failure = new("failed", new SocketException((int)cause));
        JobServiceException error = new("Alma", JobServiceErrorKind.ServiceUnavailable, "It failed.", innerException: failure);

        Assert.Equal(mayBeAccepted, RetryPolicy.MayHaveBeenAccepted(error));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("7", null, 7.0)]
    [InlineData("0", null, null)]
    [InlineData("Sat, 14 Mar 2026 22:00:30 GMT", null, 30.0)]
    [InlineData("Sat, 14 Mar 2026 22:00:00 GMT", null, null)]
    [InlineData("Sat, 14 Mar 2026 21:59:59 GMT", null, null)]
    [InlineData("Sat, 14 Mar 2026 22:00:30 GMT", "Sat, 14 Mar 2026 22:00:10 GMT", 20.0)]
    [InlineData("Sat, 14 Mar 2026 20:00:30 GMT", "Sat, 14 Mar 2026 20:00:10 GMT", 20.0)]
    public void Retry_After_is_a_number_of_seconds_or_a_date_according_to_the_clock_of_the_service(
        string? retryAfter, string? date, double? seconds)
    {
        using HttpResponseMessage response = new();
        response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        response.Headers.TryAddWithoutValidation("Date", date);

        Assert.Equal(seconds, RetryPolicy.GetRetryAfter(response, new FakeClock())?.TotalSeconds);
    }

    [Theory]
    [InlineData(400, JobServiceErrorKind.InvalidRequest)]
    [InlineData(418, JobServiceErrorKind.UnexpectedResponse)]
    [InlineData(429, JobServiceErrorKind.LimitReached)]
    [InlineData(499, JobServiceErrorKind.UnexpectedResponse)]
    [InlineData(500, JobServiceErrorKind.ServiceUnavailable)]
    [InlineData(599, JobServiceErrorKind.ServiceUnavailable)]
    public void A_status_without_an_error_code_determines_the_kind_of_the_error(int status, JobServiceErrorKind kind) =>
        Assert.Equal(kind, HttpStatusErrorKinds.For(status));

    private static JobServiceException Error(
        JobServiceErrorKind kind, int? status = null, bool wasUnprocessed = false, double? retryAfter = null) =>
        new("Alma", kind, "It failed.")
        {
            StatusCode = status,
            WasUnprocessed = wasUnprocessed,
            RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
}
