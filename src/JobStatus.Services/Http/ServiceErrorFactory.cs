using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using System.Text.Json;
using System.Xml;

namespace JobStatus.Services.Http;

/// <summary>
/// Creates the errors of requests to a service. Their messages state what happened, to what, and at which address. They
/// contain no secrets.
/// </summary>
internal sealed class ServiceErrorFactory
{
    private readonly TimeProvider _time;
    private readonly IErrorParser _parser;
    private readonly SecretRedactor _redactor;

    public ServiceErrorFactory(string service, Uri baseUri, TimeProvider time, IErrorParser parser, SecretRedactor redactor)
    {
        Service = service;
        BaseUri = baseUri;
        _time = time;
        _parser = parser;
        _redactor = redactor;
    }

    public string Service { get; }

    public Uri BaseUri { get; }

    public JobServiceException Create(
        JobServiceErrorKind kind,
        string problem,
        Exception? innerException = null,
        int? statusCode = null,
        string? recommendedAction = null,
        TimeSpan? retryAfter = null,
        JobServiceErrorReason? reason = null,
        bool isFromService = false) =>
        new(
            Service,
            kind,
            _redactor.Redact(problem),
            recommendedAction ?? _parser.FindAddressAdvice(kind, statusCode, BaseUri),
            OmitIfSecret(innerException))
        {
            StatusCode = statusCode,
            RetryAfter = retryAfter,
            Reason = reason,
            IsFromService = isFromService,
        };

    /// <summary>Creates the error for a response with an error status.</summary>
    public JobServiceException FromResponse(string subject, HttpResponseMessage response, byte[] body)
    {
        // A gateway can respond with plain text instead of the error format of the service.
        ServiceError error = _parser.Parse(body);
        string? mediaType = ServiceResponse.GetMediaType(response.Content.Headers);
        if (error.IsEmpty)
        {
            error = GatewayMessage.Find(body) is { } message ? new() { Message = message, IsFromService = error.IsFromService }
                : mediaType == "text/plain" ? ErrorBody.AsPlainText(body)
                : error;
        }

        return FromResponse(subject, response, error, isPage: mediaType == "text/html" || HtmlPage.IsPage(body));
    }

    /// <summary>Creates the error for a response that was not complete within the time limit.</summary>
    public JobServiceException FromTimeout(string subject, TimeSpan timeout) =>
        Create(
            JobServiceErrorKind.ServiceUnavailable,
            $"{subject}: {BaseUri.Host} did not respond within {timeout.TotalSeconds:0.###} seconds.");

    /// <summary>Creates the error for an exception of an attempt, or returns null if the exception is not expected.</summary>
    public JobServiceException? FromException(string subject, Exception exception, HttpResponseMessage? response) => exception switch
    {
        JobServiceException error => error,
        HttpRequestException when IsTlsFailure(exception) => Create(
            JobServiceErrorKind.UntrustedServer,
            $"{subject}: the certificate of {BaseUri.Host} could not be validated ({InnermostMessage(exception)}).",
            exception,
            reason: JobServiceErrorReason.CertificateNotTrusted),

        // A cancellation that was requested neither by the caller nor by the time limit means that the connection was closed.
        HttpRequestException or IOException or ObjectDisposedException or OperationCanceledException => Create(
            JobServiceErrorKind.ServiceUnavailable,
            $"{subject}: the connection to {BaseUri.Host}:{BaseUri.Port} failed before the response was complete "
                + $"({InnermostMessage(exception)}).",
            exception),
        InvalidDataException => Create(
            JobServiceErrorKind.UnexpectedResponse,
            $"{subject}: the response from {BaseUri.Host} is too large or cannot be decompressed ({InnermostMessage(exception)}).",
            exception),
        JsonException or XmlException when response is not null => Create(
            JobServiceErrorKind.UnexpectedResponse,
            $"{subject}: the response is not valid {(exception is XmlException ? "XML" : "JSON")} (HTTP {(int)response.StatusCode}, "
                + $"{ServiceResponse.GetMediaType(response.Content.Headers) ?? "no content type"}, from {AddressOf(response)}).",
            exception,
            (int)response.StatusCode),
        ServiceErrorException { Error: { IsDescription: true } content } when response is not null => Create(
            JobServiceErrorKind.UnexpectedResponse,
            $"{subject}: {content.Message} (HTTP {(int)response.StatusCode}, from {AddressOf(response)}).",
            statusCode: (int)response.StatusCode,
            retryAfter: RetryPolicy.GetRetryAfter(response, _time)),
        ServiceErrorException { Error: var error } when response is not null => FromResponse(subject, response, error),
        _ => null,
    };

    /// <summary>
    /// Returns the address that a response comes from, for messages. A redirect can put a secret into the address in many
    /// encodings; such an address is shortened to its server.
    /// </summary>
    public string AddressOf(HttpResponseMessage response)
    {
        Uri address = response.RequestMessage?.RequestUri ?? BaseUri;
        string plain = Uri.UnescapeDataString(address.AbsoluteUri);
        return _redactor.Redact(plain) == plain
            ? address.AbsoluteUri
            : address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
    }

    private JobServiceException FromResponse(string subject, HttpResponseMessage response, ServiceError serviceError, bool isPage = false)
    {
        int status = (int)response.StatusCode;
        string? code = Sanitize(serviceError.Code);
        string? trackingId = Sanitize(serviceError.TrackingId);
        string codeText = code is null ? string.Empty : $", {Service} code {code}";
        string messageText = Sanitize(serviceError.Message) is { } message ? $": {message}" : string.Empty;
        string trackingText = trackingId is null ? string.Empty : $" [tracking id {trackingId}]";
        JobServiceErrorKind kind = _parser.KindOf(status, serviceError.Code) ?? HttpStatusErrorKinds.For(status);
        return new JobServiceException(
            Service,
            kind,
            $"{subject}: HTTP {status}{codeText}{messageText}{trackingText} ({AddressOf(response)}).",
            _parser.FindAddressAdvice(kind, status, BaseUri))
        {
            StatusCode = status,
            Reason = response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired
                ? JobServiceErrorReason.ProxyCredentialsRequired
                : null,
            IsFromService = serviceError.IsFromService,
            IsPage = isPage,
            WasUnprocessed = _parser.IsUnprocessed(serviceError.Code),
            ErrorCode = code,
            TrackingId = trackingId,
            RetryAfter = RetryPolicy.GetRetryAfter(response, _time),
        };
    }

    /// <summary>Returns the message of the innermost exception in one line, without a period at its end.</summary>
    public static string InnermostMessage(Exception exception) =>
        DisplayText.OneLine(exception.GetBaseException().Message)?.TrimEnd('.') ?? exception.GetBaseException().GetType().Name;

    private string? Sanitize(string? text) => DisplayText.OneLine(text) is { } line ? _redactor.Redact(line) : null;

    // An inner exception can contain text from the server. It is omitted if it contains a secret.
    private Exception? OmitIfSecret(Exception? exception) =>
        exception?.ToString() is { } text && _redactor.Redact(text) == text ? exception : null;

    private static bool IsTlsFailure(Exception? exception) =>
        exception is AuthenticationException || (exception?.InnerException is { } inner && IsTlsFailure(inner));
}
