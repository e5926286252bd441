using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Xml;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class ServiceErrorFactoryTests
{
    private const string Secret = "secret-key";

    private readonly ServiceErrorFactory _errors = new(
        "Alma", new Uri("https://alma.test/api/"), new FakeClock(), new Parser(), new SecretRedactor(() => [Secret]));

    public static TheoryData<Exception, JobServiceErrorKind, string> Exceptions => new()
    {
        {
            new HttpRequestException("outer", new IOException("middle", new AuthenticationException("Not trusted."))),
            JobServiceErrorKind.UntrustedServer,
            "Job 1: the certificate of alma.test could not be validated (Not trusted)."
        },
        {
            new HttpRequestException("outer", new IOException("Reset by peer.")),
            JobServiceErrorKind.ServiceUnavailable,
            "Job 1: the connection to alma.test:443 failed before the response was complete (Reset by peer)."
        },
        {
            new IOException("Cut."),
            JobServiceErrorKind.ServiceUnavailable,
            "Job 1: the connection to alma.test:443 failed before the response was complete (Cut)."
        },
        {
            new ObjectDisposedException(null, "Closed."),
            JobServiceErrorKind.ServiceUnavailable,
            "Job 1: the connection to alma.test:443 failed before the response was complete (Closed)."
        },
        {
            new OperationCanceledException(" "),
            JobServiceErrorKind.ServiceUnavailable,
            "Job 1: the connection to alma.test:443 failed before the response was complete (OperationCanceledException)."
        },
        {
            new InvalidDataException("Too large."),
            JobServiceErrorKind.UnexpectedResponse,
            "Job 1: the response from alma.test is too large or cannot be decompressed (Too large)."
        },
        {
            new JsonException("Wrong."),
            JobServiceErrorKind.UnexpectedResponse,
            "Job 1: the response is not valid JSON (HTTP 200, text/html, from https://alma.test/api/jobs?a=%20b)."
        },
        {
            new XmlException("Wrong."),
            JobServiceErrorKind.UnexpectedResponse,
            "Job 1: the response is not valid XML (HTTP 200, text/html, from https://alma.test/api/jobs?a=%20b)."
        },
        {
            new ServiceErrorException(ServiceError.UnexpectedContent),
            JobServiceErrorKind.UnexpectedResponse,
            "Job 1: the response does not contain the requested data (HTTP 200, from https://alma.test/api/jobs?a=%20b)."
        },
        {
            new ServiceErrorException(ServiceError.ObjectInsteadOfList),
            JobServiceErrorKind.UnexpectedResponse,
            "Job 1: the response is valid JSON, but it is an object instead of a list (HTTP 200, from https://alma.test/api/jobs?a=%20b)."
        },
        {
            new ServiceErrorException(new ServiceError { Code = "C1", Message = "It\nfailed", TrackingId = "T1" }),
            JobServiceErrorKind.ResourceBusy,
            "Job 1: HTTP 200, Alma code C1: It failed [tracking id T1] (https://alma.test/api/jobs?a=%20b)."
        },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void An_exception_becomes_an_error_that_states_what_happened(Exception exception, JobServiceErrorKind kind, string problem)
    {
        using HttpResponseMessage response = Response(HttpStatusCode.OK, "text/html");

        JobServiceException error = _errors.FromException("Job 1", exception, response)!;

        Assert.Equal((kind, problem), (error.Kind, error.Problem));
        Assert.Equal(
            kind == JobServiceErrorKind.UntrustedServer ? JobServiceErrorReason.CertificateNotTrusted : null, error.Reason);
        bool isAboutResponse = exception is JsonException or XmlException or ServiceErrorException;
        Assert.Equal(isAboutResponse ? 200 : null, error.StatusCode);
        Assert.Equal(exception is ServiceErrorException ? null : exception, error.InnerException);
        Assert.Equal(isAboutResponse, _errors.FromException("Job 1", exception, response: null) is null);
    }

    [Fact]
    public void An_exception_that_is_not_expected_becomes_no_error()
    {
        using HttpResponseMessage response = Response(HttpStatusCode.OK);
        JobServiceException error = new("Alma", JobServiceErrorKind.JobNotFound, "It failed.");

        Assert.Same(error, _errors.FromException("Job 1", error, response));
        Assert.Null(_errors.FromException("Job 1", new InvalidOperationException(), response));
    }

    [Fact]
    public void A_response_without_a_content_type_is_described()
    {
        using HttpResponseMessage response = Response(HttpStatusCode.OK);

        Assert.Contains("HTTP 200, no content type, from", _errors.FromException("Job 1", new JsonException(), response)!.Problem);
    }

    [Theory]
    [InlineData("text/plain", "plain text", "Job 1: HTTP 503: plain text (https://alma.test/api/jobs?a=%20b).")]
    [InlineData("text/html", "plain text", "Job 1: HTTP 503 (https://alma.test/api/jobs?a=%20b).")]
    [InlineData("text/plain", "C1", "Job 1: HTTP 503, Alma code C1 (https://alma.test/api/jobs?a=%20b).")]
    [InlineData("text/plain", "", "Job 1: HTTP 503 (https://alma.test/api/jobs?a=%20b).")]
    [InlineData("text/plain", "a secret-key b", "Job 1: HTTP 503: a *** b (https://alma.test/api/jobs?a=%20b).")]
    public void An_error_status_is_described_with_the_error_of_the_service_or_plain_text(string type, string body, string problem)
    {
        using HttpResponseMessage response = Response(HttpStatusCode.ServiceUnavailable, type);
        response.Headers.TryAddWithoutValidation("Retry-After", "7");

        JobServiceException error = _errors.FromResponse("Job 1", response, Encoding.UTF8.GetBytes(body));

        Assert.Equal(problem, error.Problem);
        Assert.Equal(body == "C1" ? JobServiceErrorKind.ResourceBusy : JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Equal((503, TimeSpan.FromSeconds(7), body == "C1"), (error.StatusCode, error.RetryAfter, error.WasUnprocessed));
        Assert.Equal((body == "C1" ? "C1" : null, null), (error.ErrorCode, error.TrackingId));
        Assert.Equal("Check the address.", error.RecommendedAction);
    }

    [Fact]
    public void A_status_of_a_proxy_has_its_own_reason()
    {
        using HttpResponseMessage response = Response(HttpStatusCode.ProxyAuthenticationRequired);

        Assert.Equal(JobServiceErrorReason.ProxyCredentialsRequired, _errors.FromResponse("Job 1", response, []).Reason);
    }

    [Fact]
    public void An_error_without_a_code_a_message_and_a_tracking_id_is_empty()
    {
        Assert.True(new ServiceError().IsEmpty);
        Assert.False(new ServiceError { Code = "1" }.IsEmpty);
        Assert.False(new ServiceError { Message = "1" }.IsEmpty);
        Assert.False(new ServiceError { TrackingId = "1" }.IsEmpty);
    }

    [Fact]
    public void A_long_plain_text_is_cut() =>
        Assert.Equal(new string('x', 500) + '…', ErrorBody.AsPlainText(Encoding.UTF8.GetBytes(new string('x', 501))).Message);

    [Theory]
    [InlineData(10_000, "secret-key")]
    [InlineData(10_000, "secret%2Dkey")]
    [InlineData(10_000, "c2VjcmV0LWtleQ==")]
    [InlineData(500, "secret-key")]
    public void A_message_that_is_cut_within_a_secret_contains_no_part_of_it(int length, string form)
    {
        using HttpResponseMessage response = Response(HttpStatusCode.Forbidden, "text/plain");
        foreach (int padding in Enumerable.Range(length - form.Length - 5, form.Length + 10))
        {
            string text = new string('x', padding) + ' ' + form + " end";
            ServiceError error = length == 500 ? ErrorBody.AsPlainText(Encoding.UTF8.GetBytes(text)) : new() { Message = text };

            string problem = _errors.FromException("Job 1", new ServiceErrorException(error), response)!.Problem;

            Assert.DoesNotContain(form.Substring(0, 4), problem);
        }
    }

    [Theory]
    [InlineData(2.5, "2.5")]
    [InlineData(30, "30")]
    [InlineData(0.0014, "0.001")]
    public void A_timeout_is_described_in_seconds(double seconds, string text) =>
        Assert.Equal(
            $"Job 1: alma.test did not respond within {text} seconds.",
            _errors.FromTimeout("Job 1", TimeSpan.FromSeconds(seconds)).Problem);

    [Fact]
    public void Secrets_are_removed_from_problems_addresses_and_inner_exceptions()
    {
        InvalidOperationException harmless = new("harmless");
        Assert.Equal("a *** b", _errors.Create(JobServiceErrorKind.InvalidRequest, $"a {Secret} b").Problem);
        Assert.Same(harmless, _errors.Create(JobServiceErrorKind.InvalidRequest, "a", harmless).InnerException);
        Assert.Null(_errors.Create(JobServiceErrorKind.InvalidRequest, "a", new InvalidOperationException(Secret)).InnerException);
        Assert.Null(_errors.Create(JobServiceErrorKind.InvalidRequest, "a").InnerException);

        using HttpResponseMessage response = Response(HttpStatusCode.OK, null, $"https://elsewhere.test:8443/{Secret}/x");
        Assert.Equal("https://elsewhere.test:8443", _errors.AddressOf(response));
        response.RequestMessage = null;
        Assert.Equal("https://alma.test/api/", _errors.AddressOf(response));
    }

    [Fact]
    public void Advice_about_the_address_is_used_unless_there_is_other_advice()
    {
        JobServiceException Create(int status, string? advice = null) =>
            _errors.Create(JobServiceErrorKind.ServiceUnavailable, "a", statusCode: status, recommendedAction: advice);

        Assert.Equal("Check the address.", Create(503).RecommendedAction);
        Assert.Equal("Do this.", Create(503, "Do this.").RecommendedAction);
        Assert.Equal("Do this.", Create(500, "Do this.").RecommendedAction);
    }

    private static HttpResponseMessage Response(
        HttpStatusCode status, string? mediaType = null, string address = "https://alma.test/api/jobs?a=%20b")
    {
        ByteArrayContent content = new([]);
        if (mediaType is not null)
        {
            content.Headers.ContentType = new(mediaType);
        }

        return new(status) { Content = content, RequestMessage = new(HttpMethod.Get, address) };
    }

    private sealed class Parser : IErrorParser
    {
        public ServiceError Parse(byte[] body) => new() { Code = body is [(byte)'C', (byte)'1'] ? "C1" : null };

        public JobServiceErrorKind? KindOf(int statusCode, string? code) => code == "C1" ? JobServiceErrorKind.ResourceBusy : null;

        public ServiceError FindText(ResponseObject response) => new();

        public string? FindAddressAdvice(JobServiceErrorKind kind, int? statusCode, Uri baseUri) =>
            statusCode == 503 ? "Check the address." : null;

        public bool IsUnprocessed(string? code) => code == "C1";
    }
}
