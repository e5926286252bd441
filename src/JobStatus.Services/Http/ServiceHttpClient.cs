using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Http;

/// <summary>
/// Sends all requests to a service. This class contains the order of the steps; the other classes in this folder contain the
/// rules of each step.
/// </summary>
internal sealed class ServiceHttpClient : IDisposable
{
    private const long NoClockDifference = long.MinValue;

    // A larger difference between the two clocks is not plausible.
    private static readonly TimeSpan MaxClockDifference = TimeSpan.FromDays(1);

    private readonly ConnectionOptions _options;
    private readonly IAuthenticator _authenticator;
    private readonly Lazy<ConnectionProxy> _proxy;
    private readonly HttpClientLifetime _clients;
    private readonly HttpClientLifetime _fileClients;
    private readonly SecretRedactor _redactor;
    private readonly double? _perSecond;
    private int _renewals;
    private long _clockDifference = NoClockDifference;

    public ServiceHttpClient(
        string service,
        ConnectionOptions options,
        Uri baseUri,
        IErrorParser errorParser,
        RateLimits rateLimits,
        Func<ServiceHttpClient, IAuthenticator> authenticator)
    {
        _options = options;
        _perSecond = options.RequestsPerSecond ?? rateLimits.RequestsPerSecond;
        _proxy = new Lazy<ConnectionProxy>(() => new ConnectionProxy(baseUri, options.Proxy));
        _clients = new HttpClientLifetime(options, _proxy);
        _fileClients = new HttpClientLifetime(options, _proxy, decompresses: false);
        BaseUri = baseUri;
        ServiceUris.RequireHttps(service, baseUri, options);

        _authenticator = authenticator(this);
        _redactor = new SecretRedactor(_authenticator.GetSecrets, () => _proxy.Value.GetSecrets());
        Errors = new ServiceErrorFactory(service, baseUri, options.Time, errorParser, _redactor);
        Budget = RequestBudget.For(options.Time, baseUri, rateLimits, _authenticator.GetSecrets());
    }

    /// <summary>The base address of the API, which ends with a slash.</summary>
    public Uri BaseUri { get; }

    public TimeProvider Time => _options.Time;

    /// <summary>
    /// The current time according to the Date header of the latest response, or the local time if there was no such header.
    /// </summary>
    public DateTimeOffset ServiceTime => Time.GetUtcNow() + PlausibleClockDifference;

    /// <summary>The difference between the clock of the service and the local clock. Zero if it is not known or not plausible.</summary>
    public TimeSpan PlausibleClockDifference =>
        ClockDifference is { } difference && difference.Duration() <= MaxClockDifference ? difference : TimeSpan.Zero;

    /// <summary>
    /// The difference between the clock of the service and the local clock, according to the Date header of the latest response.
    /// Null if there was no such header.
    /// </summary>
    public TimeSpan? ClockDifference =>
        Interlocked.Read(ref _clockDifference) is var ticks and not NoClockDifference ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>The limits of the key.</summary>
    public RequestBudget Budget { get; }

    /// <summary>The remaining quota according to the latest response, or null if it does not contain the quota.</summary>
    public long? LatestRemainingQuota { get; private set; }

    public ServiceErrorFactory Errors { get; }

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
        ThrowIfPaused(request, call);
        try
        {
            return await AttemptAsync(request, read, call, call.CancellationToken).ConfigureAwait(false);
        }
        catch (JobServiceException error) when (AllowsRetries(call) && RetryPolicy.IsRetried(request, error))
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
        HttpRequestMessage message,
        string subject,
        Func<HttpResponseMessage, byte[], T> read,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = Time.CreateCancellationTokenSource(_options.Timeout);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await SendOnceAsync(_clients, message, limited.Token).ConfigureAwait(false);
            using CancellationTokenRegistration closeOnCancel = CloseOnCancel(response, limited.Token);
            return read(response, await ErrorBody.ReadAsync(response, limited.Token).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            throw ToError(exception, subject, response: null, timeout, cancellationToken);
        }
    }

    public void Dispose()
    {
        _clients.Dispose();
        _fileClients.Dispose();
        (_authenticator as IDisposable)?.Dispose();
    }

    /// <summary>Sends a request, follows redirects, and reads the response, all under one time limit.</summary>
    private async Task<T> AttemptAsync<T>(
        ServiceRequest request,
        Func<ServiceResponse, CancellationToken, ValueTask<T>> read,
        CallContext call,
        CancellationToken cancellationToken)
    {
        await WaitToSendAsync(request, call, cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource timeout = Time.CreateCancellationTokenSource(_options.Timeout);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        HttpResponseMessage? response = null;
        bool wasSent = false;
        try
        {
            Uri target = request.Uri;
            int redirects = 0;
            bool mayRenew = !request.MayBeForbidden;
            while (true)
            {
                AuthenticationHeaderValue credentials = await _authenticator.GetHeaderAsync(limited.Token).ConfigureAwait(false);
                wasSent = true;
                response = await SendOnceAsync(
                    request.IsFile ? _fileClients : _clients,
                    request.CreateMessage(target, credentials),
                    limited.Token).ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.Unauthorized && mayRenew && _authenticator.OnUnauthorized(credentials))
                {
                    mayRenew = false;
                    wasSent = false;
                    Interlocked.Increment(ref _renewals);
                }
                else if (Redirects.Next(request, response, redirects++, Errors) is { } next)
                {
                    target = next;
                }
                else
                {
                    break;
                }

                response.Dispose();
            }

            using CancellationTokenRegistration closeOnCancel = CloseOnCancel(response, limited.Token);
            call.Debug($"{request.Method} {Errors.AddressOf(response)}: HTTP {(int)response.StatusCode}");
            LatestRemainingQuota = Budget.Update(response);
            CompareClocks(response);
            if (!response.IsSuccessStatusCode)
            {
                byte[] errorBody = await ErrorBody.ReadAsync(response, limited.Token).ConfigureAwait(false);
                throw PauseAfter(Errors.FromResponse(request.Subject, response, errorBody));
            }

            Stream content = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
            if (request.IsFile)
            {
                ThrowIfNotWhole(request, response);
                content = await DecompressedStream.OpenAsync(content, response.Content.Headers.ContentEncoding, limited.Token)
                    .ConfigureAwait(false);
            }

            // A file can be of any size, and its time limit restarts whenever data arrives.
            using var body = new SizeLimitedStream(
                content,
                request.IsFile ? long.MaxValue : SizeLimitedStream.MaxBodyBytes,
                request.IsFile ? RestartOnRead(timeout) : null);
            var whole = ServiceResponse.From(body, response.Content.Headers, _redactor, response.StatusCode);
            return request.IsFile
                ? await read(whole, limited.Token).ConfigureAwait(false)
                : await ReadUntilCanceled(read, whole, limited.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            JobServiceException error = ToError(exception, request.Subject, response, timeout, cancellationToken);
            if (wasSent && !request.IsRead && RetryPolicy.MayHaveBeenAccepted(error))
            {
                error.MayHaveBeenAccepted = true;
                error.RecommendedAction = RetryPolicy.CheckBeforeSendingAgain(request);
            }

            if (error.RecommendedAction.Length == 0 && FindAdvice(request, error.Kind) is { } advice)
            {
                error.RecommendedAction = advice;
            }

            throw error;
        }
        finally
        {
            response?.Dispose();
        }
    }

    private Task<T> RetryAsync<T>(
        ServiceRequest request,
        Func<ServiceResponse, CancellationToken, ValueTask<T>> read,
        CallContext call,
        JobServiceException firstError) =>
        RetryPolicy.RetryAsync(token => AttemptAsync(request, read, call, token), request, firstError, _options, call);

    private bool AllowsRetries(CallContext call) => call.RetryTransientErrors && _options.MaximumRetryCount > 0;

    // A wait sends no request during a pause that the service requested.
    private void ThrowIfPaused(ServiceRequest request, CallContext call)
    {
        if (!call.RetryTransientErrors && Budget.PausedUntil - Time.GetUtcNow() is { Ticks: > 0 } pause)
        {
            throw Errors.Create(
                JobServiceErrorKind.LimitReached,
                $"{request.Subject}: the request was not sent, because the pause that {BaseUri.Host} requested lasts another "
                    + FormattableString.Invariant($"{pause.TotalSeconds:0} s."),
                retryAfter: pause);
        }
    }

    private Task WaitToSendAsync(ServiceRequest request, CallContext call, CancellationToken cancellationToken) =>
        Budget.WaitToSendAsync(
            _perSecond,
            AllowsRetries(call) ? RetryPolicy.MaxDelay : TimeSpan.Zero,
            delay => call.Verbose(
                $"{request.Subject}: the request is delayed by {delay.TotalSeconds:0.0} s to stay within the limits of {Errors.Service}."),
            cancellationToken);

    // Only a start can be refused because of another job.
    private static string? FindAdvice(ServiceRequest request, JobServiceErrorKind kind) => kind switch
    {
        JobServiceErrorKind.InvalidRequest when request.Target is { } target =>
            $"Check the values in the command and {target}, and then try again.",
        JobServiceErrorKind.ResourceBusy when request.Target is not null || request.Method != HttpMethod.Post =>
            $"Check {request.Target ?? "the state of the job"}, and then try again.",
        _ => null,
    };

    private void CompareClocks(HttpResponseMessage response) =>
        Interlocked.Exchange(ref _clockDifference, (response.Headers.Date - Time.GetUtcNow())?.Ticks ?? NoClockDifference);

    // For example, a response with status 206 contains only a part of the file, and one with status 202 contains none.
    private void ThrowIfNotWhole(ServiceRequest request, HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw Errors.Create(
                JobServiceErrorKind.UnexpectedResponse,
                $"{request.Subject}: the response does not contain the whole file (HTTP {(int)response.StatusCode}, "
                    + $"from {Errors.AddressOf(response)}).",
                statusCode: (int)response.StatusCode);
        }
    }

    private static Task<HttpResponseMessage> SendOnceAsync(
        HttpClientLifetime clients,
        HttpRequestMessage message,
        CancellationToken cancellationToken) =>
        clients.Current.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    // .NET Framework does not cancel reading a body, but disposing the response ends the read.
    private static CancellationTokenRegistration CloseOnCancel(HttpResponseMessage response, CancellationToken cancellationToken) =>
        cancellationToken.Register(static it => ((IDisposable)it!).Dispose(), response);

    // The parser of a large response checks the token only from time to time, so nobody waits for it after a cancellation. A
    // continuation is canceled as soon as its token is.
    private static Task<T> ReadUntilCanceled<T>(
        Func<ServiceResponse, CancellationToken, ValueTask<T>> read, ServiceResponse response, CancellationToken cancellationToken) =>
        Task.Run(() => read(response, cancellationToken).AsTask(), CancellationToken.None).ContinueWith(
            static reading => reading.GetAwaiter().GetResult(),
            cancellationToken,
            TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.RunContinuationsAsynchronously,
            TaskScheduler.Default);

    private Action RestartOnRead(CancellationTokenSource timeout) => () => timeout.CancelAfter(_options.Timeout);

    private JobServiceException PauseAfter(JobServiceException error)
    {
        if (error.RetryAfter is { } retryAfter && JobServiceErrors.For(error.Kind).IsTransient)
        {
            Budget.Pause(Time.GetUtcNow(), retryAfter);
        }

        return error;
    }

    // Exceptions that are not expected are not converted.
    private JobServiceException ToError(
        Exception exception,
        string subject,
        HttpResponseMessage? response,
        CancellationTokenSource timeout,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        JobServiceException? error = timeout.IsCancellationRequested
            ? Errors.FromTimeout(subject, _options.Timeout)
            : Errors.FromException(subject, exception, response);
        if (error is null)
        {
            ExceptionDispatchInfo.Capture(exception).Throw();
        }

        return error!;
    }
}
