using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alteryx;

/// <summary>
/// Authenticates with OAuth 2.0 client credentials. It fetches an access token when there is none, renews it before it
/// expires, and renews it once more if the Server rejects it. The key and the secret are sent in the form, or with HTTP
/// Basic authentication if the Server requires that.
/// </summary>
internal sealed class AlteryxTokenAuthenticator : IAuthenticator, IDisposable
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaxRenewalMargin = TimeSpan.FromMinutes(1);

    // Requests that were sent with a replaced token can still be in progress, so recent tokens must also be redacted.
    private const int MaxRecentTokens = 4;

    private readonly ServiceHttpClient _http;
    private readonly string _clientId;
    private readonly Secret _clientSecret;
    private readonly SemaphoreSlim _fetchLock = new(1, 1);
    private volatile Token? _token;
    private volatile bool _usesBasic;
    private volatile string[] _recentTokens = [];

    public AlteryxTokenAuthenticator(ServiceHttpClient http, string clientId, Secret clientSecret)
    {
        _http = http;
        _clientId = clientId;
        _clientSecret = clientSecret;
    }

    public async ValueTask<AuthenticationHeaderValue> GetHeaderAsync(CancellationToken cancellationToken)
    {
        if (CurrentHeader() is { } current)
        {
            return current;
        }

        await _fetchLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (CurrentHeader() is { } fetchedMeanwhile)
            {
                return fetchedMeanwhile;
            }

            Token token = await FetchAsync(cancellationToken).ConfigureAwait(false);
            _token = token;
            _recentTokens = [token.Header.Parameter!, .. _recentTokens.Take(MaxRecentTokens - 1)];
            return token.Header;
        }
        finally
        {
            _fetchLock.Release();
        }
    }

    public bool OnUnauthorized(AuthenticationHeaderValue header)
    {
        // If another request has already renewed the token, the new token is used.
        if (ReferenceEquals(_token?.Header, header))
        {
            _token = null;
        }

        return true;
    }

    public IEnumerable<string> GetSecrets()
    {
        string secret = _clientSecret.Reveal();
        yield return secret;
        yield return EncodeBasic(_clientId, secret);
        foreach (string token in _recentTokens)
        {
            yield return token;
        }
    }

    public void Dispose() => _fetchLock.Dispose();

    private AuthenticationHeaderValue? CurrentHeader() =>
        _token is { } token && _http.Time.GetUtcNow() < token.RenewAt ? token.Header : null;

    private async Task<Token> FetchAsync(CancellationToken cancellationToken)
    {
        bool basic = _usesBasic;
        TokenResponse response = await RequestTokenAsync(basic, cancellationToken).ConfigureAwait(false);
        if (response.Token is null && response.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest)
        {
            TokenResponse alternative = await RequestTokenAsync(!basic, cancellationToken).ConfigureAwait(false);
            if (alternative.Token is not null)
            {
                _usesBasic = !basic;
            }

            // If the alternative method failed with a transient error, it is not known whether the secret is wrong.
            response = alternative.Token is not null || alternative.IsTransient ? alternative : response;
        }

        if (response.Token is { } token)
        {
            return token;
        }

        JobServiceException error = CreateError(response);
        error.IsFromTokenRequest = true;
        throw error;
    }

    private Task<TokenResponse> RequestTokenAsync(bool basic, CancellationToken cancellationToken) =>
        _http.PostFormAsync(CreateRequest(basic), "Alteryx access token", Read, cancellationToken);

    private HttpRequestMessage CreateRequest(bool basic)
    {
        string secret = _clientSecret.Reveal();
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_http.BaseUri, "oauth2/token"));
        if (basic)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", EncodeBasic(_clientId, secret));
        }
        else
        {
            form["client_id"] = _clientId;
            form["client_secret"] = secret;
        }

        request.Content = new FormUrlEncodedContent(form);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    private TokenResponse Read(HttpResponseMessage response, byte[] body)
    {
        using ResponseTree? tree = ResponseTree.TryParse(body);
        (string? text, double? seconds, ServiceError? error) = tree is null ? default : AlteryxReader.Token(tree.Root);
        Token? token = null;
        if (response.IsSuccessStatusCode && text is { Length: > 0 })
        {
            TimeSpan lifetime = seconds is > 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds.Value) : DefaultLifetime;
            var margin = TimeSpan.FromTicks(Math.Min(lifetime.Ticks / 10, MaxRenewalMargin.Ticks));
            token = CreateHeader(text) is { } header ? new Token(header, _http.Time.GetUtcNow() + lifetime - margin) : null;
        }

        return new TokenResponse
        {
            Status = response.StatusCode,
            Token = token,
            Error = error,
            RetryAfter = RetryPolicy.GetRetryAfter(response, _http.Time),
            ForeignRedirectTarget = Redirects.GetOtherServer(response, _http.BaseUri),
        };
    }

    private JobServiceException CreateError(TokenResponse response)
    {
        int status = (int)response.Status;
        if (response.ForeignRedirectTarget is { } foreign)
        {
            return _http.Errors.Create(
                JobServiceErrorKind.UntrustedServer,
                $"Alteryx returned no access token: the Server redirects to {foreign} (HTTP {status}). "
                    + $"The client secret was not sent to {foreign}.",
                statusCode: status);
        }

        JobServiceErrorKind kind = status switch
        {
            400 or 401 => JobServiceErrorKind.AuthenticationFailed,
            404 or 405 => JobServiceErrorKind.UnexpectedResponse,
            >= 200 and < 400 => JobServiceErrorKind.UnexpectedResponse,
            _ => HttpStatusErrorKinds.For(status),
        };
        string errorText = DisplayText.OneLine(response.Error?.Message) is { } error ? $": {error}" : string.Empty;
        return _http.Errors.Create(
            kind,
            $"Alteryx returned no access token: HTTP {status}{errorText} ({new Uri(_http.BaseUri, "oauth2/token")}).",
            statusCode: status,
            retryAfter: response.RetryAfter,
            isFromService: response.Error?.IsFromService == true);
    }

    private static AuthenticationHeaderValue? CreateHeader(string token)
    {
        foreach (char c in token)
        {
            if (c is <= ' ' or > '~')
            {
                return null;
            }
        }

        return new AuthenticationHeaderValue("Bearer", token);
    }

    private static string EncodeBasic(string clientId, string secret) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{secret}"));

    private sealed class Token
    {
        public Token(AuthenticationHeaderValue header, DateTimeOffset renewAt)
        {
            Header = header;
            RenewAt = renewAt;
        }

        public AuthenticationHeaderValue Header { get; }

        public DateTimeOffset RenewAt { get; }
    }

    private sealed class TokenResponse
    {
        public HttpStatusCode Status { get; init; }

        public Token? Token { get; init; }

        public ServiceError? Error { get; init; }

        public TimeSpan? RetryAfter { get; init; }

        /// <summary>The other server that the response redirects to, or null if there is none.</summary>
        public string? ForeignRedirectTarget { get; init; }

        public bool IsTransient => JobServiceErrors.For(HttpStatusErrorKinds.For((int)Status)).IsRetried;
    }
}
