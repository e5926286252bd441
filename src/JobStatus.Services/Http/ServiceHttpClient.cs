using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Polly;
using Polly.Retry;

namespace JobStatus.Services.Http;

/// <summary>
/// Sends all requests to a service, and handles authentication, timeouts, retries, redirects, size limits, and errors.
/// </summary>
internal sealed partial class ServiceHttpClient : IDisposable
{
    private const string Authorized = "authorized";
    private const string Anonymous = "anonymous";
    private const int MaxConnections = 16;
    private const long MaxBodyBytes = 64 * 1024 * 1024;
    private const int MaxErrorBodyBytes = 64 * 1024;
    private const int MaxPlainTextBytes = 500;
    private const int MaxRedirects = 5;
    private const string ProxyRecommendedAction =
        "The proxy requires credentials. Connect again with -Proxy and -ProxyCredential.";
    private const string CertificateRecommendedAction =
        "Check the address and the certificate. For your own server, you can connect with -SkipCertificateCheck.";

    // An IHttpClientFactory renews its handlers so that DNS changes take effect. Handlers need no renewal before this time,
    // and most sessions end earlier. They use one client of each kind and do not load the factory or its dependencies.
    private static readonly TimeSpan FirstClientLifetime = TimeSpan.FromMinutes(2);

    // If Retry-After exceeds this limit, the call is not retried.
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromMinutes(2);

    // Longer pauses are shortened to this limit.
    private static readonly TimeSpan MaxPause = TimeSpan.FromHours(1);

    private static readonly ProductInfoHeaderValue Product =
        new("JobStatus", typeof(ServiceHttpClient).Assembly.GetName().Version!.ToString(3));

    private readonly string _service;
    private readonly ConnectionOptions _options;
    private readonly IErrorParser _errorParser;
    private readonly IAuthenticator _authenticator;
    private readonly SecretRedactor _redactor;
    private readonly Lazy<HttpClient> _firstAuthorized;
    private readonly Lazy<HttpClient> _firstAnonymous;
    private readonly Lazy<ClientFactory> _factory;
    private readonly long _createdAt;
    private readonly double? _perSecond;
    private int _renewals;

    public ServiceHttpClient(
        string service,
        ConnectionOptions options,
        Uri baseUri,
        IErrorParser errorParser,
        RateLimits rateLimits,
        Func<ServiceHttpClient, IAuthenticator> authenticator)
    {
        _service = service;
        _options = options;
        _errorParser = errorParser;
        BaseUri = baseUri;
        _perSecond = options.RequestsPerSecond ?? rateLimits.RequestsPerSecond;
        RequireHttps();

        _authenticator = authenticator(this);
        _redactor = new SecretRedactor(_authenticator.GetSecrets);
        Budget = RequestBudget.For(options.Time, baseUri, rateLimits, _authenticator.GetSecrets());
        _firstAuthorized = new Lazy<HttpClient>(() =>
        {
            AuthenticationHandler authentication = CreateAuthenticationHandler();
            authentication.InnerHandler = CreateHandler();
            return CreateFirstClient(authentication);
        });
        _firstAnonymous = new Lazy<HttpClient>(() => CreateFirstClient(CreateHandler()));
        _factory = new Lazy<ClientFactory>(() => new ClientFactory(this));
        _createdAt = Time.GetTimestamp();
    }

    /// <summary>The base address of the API, which ends with a slash.</summary>
    public Uri BaseUri { get; }

    public TimeProvider Time => _options.Time;

    /// <summary>The limits of the key.</summary>
    public RequestBudget Budget { get; }

    /// <summary>The number of times that expired credentials were renewed.</summary>
    public int Renewals => Volatile.Read(ref _renewals);

    /// <summary>
    /// Sends a request. Read requests are retried after transient errors unless the call disables retries. Action requests
    /// are retried only if the service rejected them without processing them.
    /// </summary>
    /// <exception cref="JobServiceException">
    /// The request failed. All errors except cancellation are reported this way.
    /// </exception>
    public async Task<T> SendAsync<T>(
        ServiceRequest request,
        Func<ServiceResponse, CancellationToken, ValueTask<T>> read,
        CallContext call)
    {
        // A wait sends no request during a pause that the service requested.
        if (!call.RetryTransientErrors && Budget.PausedUntil - Time.GetUtcNow() is { Ticks: > 0 } pause)
        {
            throw CreateError(
                JobServiceErrorKind.LimitReached,
                $"{request.Subject}: the request was not sent, because the pause that {BaseUri.Host} requested lasts another "
                    + FormattableString.Invariant($"{pause.TotalSeconds:0} s."),
                retryAfter: pause);
        }

        try
        {
            return await AttemptAsync(request, read, call, call.CancellationToken).ConfigureAwait(false);
        }
        catch (JobServiceException error) when (call.RetryTransientErrors && _options.MaximumRetryCount > 0 && IsRetryable(request, error))
        {
            return await RetryAsync(request, read, call, error).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Sends a form once, without an Authorization header, and passes the response to the reader regardless of its
    /// status.
    /// </summary>
    /// <exception cref="JobServiceException">There was no response.</exception>
    public async Task<T> PostFormAsync<T>(
        Func<HttpRequestMessage> request,
        string subject,
        Func<HttpResponseMessage, byte[], T> read,
        CancellationToken cancellationToken) =>
        await AttemptAsync(
            subject,
            async (limited, _) =>
            {
                using HttpRequestMessage message = request();
                using HttpResponseMessage response = await GetClient(Anonymous)
                    .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limited).ConfigureAwait(false);
                using CancellationTokenRegistration closeOnCancel = limited.Register(static it => ((IDisposable)it!).Dispose(), response);
                return read(response, await ReadBodyStartAsync(response, limited).ConfigureAwait(false));
            },
            cancellationToken).ConfigureAwait(false);

    public string Redact(string text) => _redactor.Redact(text);

    public void Dispose()
    {
        DisposeIfCreated(_firstAuthorized);
        DisposeIfCreated(_firstAnonymous);
        DisposeIfCreated(_factory);
        (_authenticator as IDisposable)?.Dispose();
    }

    // Most requests succeed at the first attempt, so the retry library is loaded only after a failed attempt.
    private async Task<T> RetryAsync<T>(
        ServiceRequest request,
        Func<ServiceResponse, CancellationToken, ValueTask<T>> read,
        CallContext call,
        JobServiceException firstError)
    {
        JobServiceException? pendingError = firstError;
        return await CreateRetryPipeline(request, call).ExecuteAsync(
            async token =>
            {
                if (Interlocked.Exchange(ref pendingError, null) is { } first)
                {
                    ExceptionDispatchInfo.Capture(first).Throw();
                }

                return await AttemptAsync(request, read, call, token).ConfigureAwait(false);
            },
            call.CancellationToken).ConfigureAwait(false);
    }

    private async Task<T> AttemptAsync<T>(
        ServiceRequest request,
        Func<ServiceResponse, CancellationToken, ValueTask<T>> read,
        CallContext call,
        CancellationToken cancellationToken)
    {
        await Budget.WaitToSendAsync(
            _perSecond,
            call.RetryTransientErrors && _options.MaximumRetryCount > 0 ? MaxRetryDelay : TimeSpan.Zero,
            delay => call.Verbose(
                $"{request.Subject}: the request is delayed by {delay.TotalSeconds:0.0} s to stay within the limits of {_service}."),
            cancellationToken).ConfigureAwait(false);
        try
        {
            return await AttemptAsync(
                request.Subject,
                (limited, extend) => ReadAsync(request, read, call, extend, limited),
                cancellationToken).ConfigureAwait(false);
        }
        catch (JobServiceException error) when (!request.IsRead && MayHaveBeenAccepted(request, error))
        {
            throw error.WithRecommendedAction(
                "The service may still have accepted the request. Before you send it again, check whether it took effect.");
        }
    }

    // Returns true if it is unknown whether the service accepted an action request. If the error does not concern the
    // request itself, an earlier step failed, such as the token request.
    private static bool MayHaveBeenAccepted(ServiceRequest request, JobServiceException error) =>
        error.Kind is JobServiceErrorKind.ServiceUnavailable or JobServiceErrorKind.UnexpectedResponse
        && error.StatusCode is null or < 300 or >= 500
        && !error.WasUnprocessed
        && error.Problem.StartsWith(request.Subject, StringComparison.Ordinal)
        && error.GetBaseException() is not SocketException
        {
            SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
                or SocketError.HostUnreachable or SocketError.NetworkUnreachable,
        };

    /// <summary>
    /// Runs one attempt under the time limit and converts exceptions to errors. The attempt can restart the time limit.
    /// </summary>
    private async Task<T> AttemptAsync<T>(
        string subject,
        Func<CancellationToken, Action, Task<T>> attempt,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = Time.CreateCancellationTokenSource(_options.Timeout);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await attempt(limited.Token, () => timeout.CancelAfter(_options.Timeout)).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            throw CreateError(
                JobServiceErrorKind.ServiceUnavailable,
                $"{subject}: {BaseUri.Host} did not respond within {_options.Timeout.TotalSeconds:0.###} seconds.");
        }
        catch (HttpRequestException exception) when (IsTlsFailure(exception))
        {
            throw CreateError(
                JobServiceErrorKind.UntrustedServer,
                $"{subject}: the certificate of {BaseUri.Host} could not be validated ({InnermostMessage(exception)}).",
                exception,
                recommendedAction: CertificateRecommendedAction);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // A cancellation that was requested neither by the caller nor by the time limit means that the connection
            // was closed.
            throw CreateError(
                JobServiceErrorKind.ServiceUnavailable,
                $"{subject}: the connection to {BaseUri.Host}:{BaseUri.Port} failed before the response was complete "
                    + $"({InnermostMessage(exception)}).",
                exception);
        }
        catch (Exception exception) when (exception is BodyTooLargeException or InvalidDataException)
        {
            throw CreateError(
                JobServiceErrorKind.UnexpectedResponse,
                $"{subject}: the response from {BaseUri.Host} is too large or cannot be decompressed ({InnermostMessage(exception)}).",
                exception);
        }
    }

    private async Task<T> ReadAsync<T>(
        ServiceRequest request,
        Func<ServiceResponse, CancellationToken, ValueTask<T>> read,
        CallContext call,
        Action extend,
        CancellationToken cancellationToken)
    {
        string subject = request.Subject;
        using HttpResponseMessage response = await FollowAsync(request, cancellationToken).ConfigureAwait(false);

        // .NET Framework does not cancel reading a body, but disposing the response ends the read.
        using CancellationTokenRegistration closeOnCancel =
            cancellationToken.Register(static it => ((IDisposable)it!).Dispose(), response);

        call.Verbose($"{request.Method} {DisplayAddress(response)}: HTTP {(int)response.StatusCode}");
        Budget.Update(response);
        string? mediaType = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant();
        if (!response.IsSuccessStatusCode)
        {
            byte[] body = await ReadBodyStartAsync(response, cancellationToken).ConfigureAwait(false);
            ServiceError serviceError = _errorParser.Parse(body);
            JobServiceException error = CreateResponseError(
                subject,
                response,
                serviceError.IsEmpty && mediaType == "text/plain" ? ParsePlainText(body) : serviceError);
            if (error.RetryAfter is { } retryAfter && JobServiceErrors.For(error.Kind).IsTransient)
            {
                Budget.PauseUntil(Time.GetUtcNow() + (retryAfter < MaxPause ? retryAfter : MaxPause));
            }

            throw error;
        }

        // A file can be of any size, and its time limit restarts whenever data arrives.
        using var bounded = new BoundedStream(
            await response.Content.ReadAsStreamAsync().ConfigureAwait(false),
            request.IsFile ? long.MaxValue : MaxBodyBytes,
            request.IsFile ? extend : null);
        var serviceResponse = new ServiceResponse(bounded, mediaType)
        {
            FileName = GetFileName(response.Content.Headers.ContentDisposition),
            Length = response.Content.Headers.ContentLength,
        };
        try
        {
            return await read(serviceResponse, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is JsonException or XmlException)
        {
            int status = (int)response.StatusCode;
            throw CreateError(
                JobServiceErrorKind.UnexpectedResponse,
                $"{subject}: the response is not valid {(exception is XmlException ? "XML" : "JSON")} "
                    + $"(HTTP {status}, {mediaType ?? "no content type"}, from {DisplayAddress(response)}).",
                exception,
                status);
        }
        catch (ServiceErrorException exception) when (ReferenceEquals(exception.Error, ServiceError.UnexpectedContent))
        {
            int status = (int)response.StatusCode;
            throw CreateError(
                JobServiceErrorKind.UnexpectedResponse,
                $"{subject}: the response does not contain the requested data (HTTP {status}, from {DisplayAddress(response)}).",
                statusCode: status,
                retryAfter: RetryAfter(response));
        }
        catch (ServiceErrorException exception)
        {
            throw CreateResponseError(subject, response, exception.Error);
        }
    }

    /// <summary>
    /// Sends a request and follows redirects to the same server. Redirects of action requests are not followed.
    /// </summary>
    private async Task<HttpResponseMessage> FollowAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        string subject = request.Subject;
        Uri target = request.Uri;
        for (int redirects = 0; ; redirects++)
        {
            var message = new HttpRequestMessage(request.Method, target) { Content = request.Body?.Invoke() };
            message.Headers.TryAddWithoutValidation("Accept", request.Accept);
            if (request.MayBeForbidden)
            {
                message.Properties[AuthenticationHandler.SkipRenewal] = true;
            }

            HttpResponseMessage response = await GetClient(Authorized)
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            int status = (int)response.StatusCode;
            if (ForeignRedirectTarget(response) is { } foreign)
            {
                response.Dispose();
                throw CreateError(
                    JobServiceErrorKind.UntrustedServer,
                    $"{subject}: {BaseUri.Host} redirects to {foreign}. The key was not sent to {foreign}.",
                    statusCode: status);
            }

            if (RedirectTarget(response) is not { } next || !request.IsRead)
            {
                return response;
            }

            response.Dispose();
            target = next;
            if (redirects == MaxRedirects)
            {
                throw CreateError(
                    JobServiceErrorKind.UnexpectedResponse,
                    $"{subject}: {BaseUri.Host} redirected more than {MaxRedirects} times.",
                    statusCode: status);
            }
        }
    }

    /// <summary>
    /// Returns the server that a response redirects to, or null if the response does not redirect to another server.
    /// </summary>
    public string? ForeignRedirectTarget(HttpResponseMessage response) =>
        RedirectTarget(response) is not { } target || IsOwnServer(target)
            ? null
            : target.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private bool IsOwnServer(Uri uri) =>
        Uri.Compare(uri, BaseUri, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    // Returns the target of a redirect, or null if the response is not a redirect or has no valid target.
    private Uri? RedirectTarget(HttpResponseMessage response) =>
        (int)response.StatusCode is >= 300 and <= 399
        && response.Headers.Location is { } location
        && Uri.TryCreate(response.RequestMessage?.RequestUri ?? BaseUri, location, out Uri? target)
            ? target
            : null;

    private ResiliencePipeline CreateRetryPipeline(ServiceRequest request, CallContext call) =>
        new ResiliencePipelineBuilder { TimeProvider = Time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = _options.MaximumRetryCount,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(30),
                ShouldHandle = attempt => new(attempt.Outcome.Exception is JobServiceException error && IsRetryable(request, error)),
                DelayGenerator = static attempt => new((attempt.Outcome.Exception as JobServiceException)?.RetryAfter),
                OnRetry = attempt =>
                {
                    string? problem = (attempt.Outcome.Exception as JobServiceException)?.Problem;
                    call.Verbose($"{request.Subject}: retrying in {attempt.RetryDelay.TotalSeconds:0.0} s after an error: {problem}");
                    return default;
                },
            })
            .Build();

    private static bool IsRetryable(ServiceRequest request, JobServiceException error) =>
        error.Kind is JobServiceErrorKind.ServiceUnavailable or JobServiceErrorKind.LimitReached
        && (request.IsRead || error.WasUnprocessed)
        && error.RetryAfter.GetValueOrDefault() <= MaxRetryDelay;

    private JobServiceException CreateResponseError(string subject, HttpResponseMessage response, ServiceError serviceError)
    {
        int status = (int)response.StatusCode;
        JobServiceErrorKind kind = _errorParser.KindOf(status, serviceError.Code) ?? HttpStatusErrorKinds.For(status);
        string? code = Sanitize(serviceError.Code);
        string? trackingId = Sanitize(serviceError.TrackingId);
        string codeText = code is null ? string.Empty : $", {_service} code {code}";
        string messageText = Sanitize(serviceError.Message) is { } message ? $": {message}" : string.Empty;
        string trackingText = trackingId is null ? string.Empty : $" [tracking id {trackingId}]";
        return new JobServiceException(
            _service,
            kind,
            $"{subject}: HTTP {status}{codeText}{messageText}{trackingText} ({DisplayAddress(response)}).",
            status == (int)HttpStatusCode.ProxyAuthenticationRequired
                ? ProxyRecommendedAction
                : JobServiceErrors.For(kind).RecommendedAction)
        {
            StatusCode = status,
            WasUnprocessed = _errorParser.IsUnprocessed(serviceError.Code),
            ErrorCode = code,
            TrackingId = trackingId,
            RetryAfter = RetryAfter(response),
        };
    }

    public JobServiceException CreateError(
        JobServiceErrorKind kind,
        string problem,
        Exception? innerException = null,
        int? statusCode = null,
        string? recommendedAction = null,
        TimeSpan? retryAfter = null) =>
        new(
            _service,
            kind,
            Redact(problem),
            recommendedAction ?? JobServiceErrors.For(kind).RecommendedAction,
            OmitIfSecret(innerException))
        {
            StatusCode = statusCode,
            RetryAfter = retryAfter,
        };

    // An inner exception can contain text from the server. It is omitted if it contains a secret.
    private Exception? OmitIfSecret(Exception? exception) =>
        exception?.ToString() is { } text && Redact(text) == text ? exception : null;

    // A redirect can put a secret into the address in many encodings.
    private string DisplayAddress(HttpResponseMessage response)
    {
        Uri address = response.RequestMessage?.RequestUri ?? BaseUri;
        string plain = Uri.UnescapeDataString(address.AbsoluteUri);
        return Redact(plain) == plain ? address.AbsoluteUri : address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
    }

    private string? Sanitize(string? text) => DisplayText.OneLine(text) is { } line ? Redact(line) : null;

    /// <summary>
    /// Returns the delay from the Retry-After header, or null if there is none or it is not in the future. A date is
    /// compared with the Date header of the response, because the clock of the service can be off.
    /// </summary>
    public TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        RetryConditionHeaderValue? header = response.Headers.RetryAfter;
        TimeSpan? delay = header?.Delta ?? header?.Date - (response.Headers.Date ?? Time.GetUtcNow());
        return delay > TimeSpan.Zero ? delay : null;
    }

    private HttpClient GetClient(string name) =>
        Time.GetElapsedTime(_createdAt) >= FirstClientLifetime ? _factory.Value.Create(name)
        : name == Authorized ? _firstAuthorized.Value
        : _firstAnonymous.Value;

    private static HttpClient CreateFirstClient(HttpMessageHandler handler)
    {
        var client = new HttpClient(handler);
        Configure(client);
        return client;
    }

    private static void DisposeIfCreated<T>(Lazy<T> lazy)
        where T : IDisposable
    {
        if (lazy.IsValueCreated)
        {
            lazy.Value.Dispose();
        }
    }

    private static void Configure(HttpClient client)
    {
        // Each attempt has its own time limit, which includes reading the body.
        client.Timeout = System.Threading.Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.UserAgent.Add(Product);
    }

    private AuthenticationHandler CreateAuthenticationHandler() => new(_authenticator, () => Interlocked.Increment(ref _renewals));

    private HttpMessageHandler CreateHandler()
    {
        if (_options.Transport is { } transport)
        {
            return transport();
        }

        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            UseCookies = false,
            MaxConnectionsPerServer = MaxConnections,
        };
#if NETFRAMEWORK
        // Windows PowerShell enables only older protocols by default.
        handler.SslProtocols = SslProtocols.Tls12;
#endif
        if (_options.Proxy is not null)
        {
            handler.Proxy = _options.Proxy;
        }

        if (_options.SkipCertificateCheck)
        {
            handler.ServerCertificateCustomValidationCallback = static (_, _, _, _) => true;
        }

        return handler;
    }

    private void RequireHttps()
    {
        if (BaseUri.Scheme == Uri.UriSchemeHttp && !BaseUri.IsLoopback && !_options.AllowUnencryptedAuthentication)
        {
            throw new JobServiceException(
                _service,
                JobServiceErrorKind.UntrustedServer,
                $"{BaseUri} uses unencrypted HTTP, so others could read the {_service} key.",
                "Use https. If you trust the network, you can use -AllowUnencryptedAuthentication.");
        }
    }

    private static async Task<byte[]> ReadBodyStartAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using Stream body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        byte[] buffer = new byte[MaxErrorBodyBytes];
        int length = 0;
        try
        {
            int read;
            while (length < buffer.Length
                && (read = await body.ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
            }
        }
        catch (Exception exception)
            when (exception is IOException or HttpRequestException or InvalidDataException && !cancellationToken.IsCancellationRequested)
        {
            // The status is enough to report the failure, so a partial error text is acceptable.
        }

        // An XML document declares its own encoding.
        bool isXml = response.Content.Headers.ContentType?.MediaType?.EndsWith("xml", StringComparison.OrdinalIgnoreCase) == true;
        return (isXml ? buffer.AsSpan(0, length) : TextBody.ToUtf8(buffer, length)).ToArray();
    }

    // A gateway can respond with plain text instead of the error format of the service.
    private static ServiceError ParsePlainText(byte[] body) =>
        new() { Message = Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, MaxPlainTextBytes)) };

    private static bool IsTlsFailure(Exception? exception) =>
        exception is AuthenticationException || (exception?.InnerException is { } inner && IsTlsFailure(inner));

    private static string InnermostMessage(Exception exception) =>
        DisplayText.OneLine(exception.GetBaseException().Message)?.TrimEnd('.') ?? exception.GetBaseException().GetType().Name;

    /// <summary>
    /// Creates clients through IHttpClientFactory. This is a separate class so that the assemblies of the factory are
    /// loaded only when it is used.
    /// </summary>
    private sealed class ClientFactory : IDisposable
    {
        private readonly ServiceProvider _provider;

        public ClientFactory(ServiceHttpClient owner)
        {
            var services = new ServiceCollection();
            services.AddHttpClient(Authorized, Configure)
                .ConfigurePrimaryHttpMessageHandler(owner.CreateHandler)
                .AddHttpMessageHandler(owner.CreateAuthenticationHandler);
            services.AddHttpClient(Anonymous, Configure)
                .ConfigurePrimaryHttpMessageHandler(owner.CreateHandler);

            // The default filters add logging and metrics, which are not used here and slow down the start.
            services.RemoveAll<IHttpMessageHandlerBuilderFilter>();
            _provider = services.BuildServiceProvider();
        }

        public HttpClient Create(string name) => _provider.GetRequiredService<IHttpClientFactory>().CreateClient(name);

        public void Dispose() => _provider.Dispose();
    }
}
