using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alteryx;

/// <summary>
/// OAuth2 client credentials: fetches a token when there is none, renews it before it ends, and once more when the
/// Server refuses it. The key and secret go in the form; where the Server wants them as HTTP Basic, that way.
/// </summary>
internal sealed class AlteryxTokenAuthenticator : IAuthenticator, IDisposable
{
    private static readonly TimeSpan UsualLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(1);

    // Requests may still be under way with tokens that were replaced meanwhile.
    private const int MostTokensInUse = 4;

    private readonly ServiceHttpClient _http;
    private readonly string _clientId;
    private readonly Secret _clientSecret;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile Token? _token;
    private volatile bool _wantsBasic;
    private volatile string[] _given = [];

    public AlteryxTokenAuthenticator(ServiceHttpClient http, string clientId, Secret clientSecret)
    {
        _http = http;
        _clientId = clientId;
        _clientSecret = clientSecret;
    }

    public async ValueTask<AuthenticationHeaderValue> GetHeaderAsync(CancellationToken cancellationToken)
    {
        if (Usable() is { } current)
        {
            return current;
        }

        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Usable() is { } fetchedMeanwhile)
            {
                return fetchedMeanwhile;
            }

            Token token = await FetchAsync(cancellationToken).ConfigureAwait(false);
            _token = token;
            _given = [token.Header.Parameter!, .. _given.Take(MostTokensInUse - 1)];
            return token.Header;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public bool Refused(AuthenticationHeaderValue header)
    {
        // Another request may have renewed it already; then its token is worth the try.
        if (ReferenceEquals(_token?.Header, header))
        {
            _token = null;
        }

        return true;
    }

    public IEnumerable<string> SecretsInUse()
    {
        string secret = _clientSecret.Reveal();
        yield return secret;
        yield return Basic(_clientId, secret);
        foreach (string token in _given)
        {
            yield return token;
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private AuthenticationHeaderValue? Usable() =>
        _token is { } token && _http.Time.GetUtcNow() < token.RenewAt ? token.Header : null;

    private async Task<Token> FetchAsync(CancellationToken cancellationToken)
    {
        bool basic = _wantsBasic;
        Answer answer = await AskAsync(basic, cancellationToken).ConfigureAwait(false);
        if (answer.Token is null && answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest)
        {
            Answer otherWay = await AskAsync(!basic, cancellationToken).ConfigureAwait(false);
            if (otherWay.Token is not null)
            {
                _wantsBasic = !basic;
            }

            // Where the other way met a fault that passes, nobody knows yet whether the secret is wrong.
            answer = otherWay.Token is not null || otherWay.IsPassing ? otherWay : answer;
        }

        return answer.Token ?? throw Refusal(answer);
    }

    private Task<Answer> AskAsync(bool basic, CancellationToken cancellationToken) =>
        _http.PostFormAsync(() => Request(basic), "Alteryx token", Read, cancellationToken);

    private HttpRequestMessage Request(bool basic)
    {
        string secret = _clientSecret.Reveal();
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_http.BaseUri, "oauth2/token"));
        if (basic)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Basic(_clientId, secret));
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

    private Answer Read(HttpResponseMessage response, byte[] body)
    {
        AlteryxTokenWire? wire = Parse(body);
        Token? token = null;
        if (response.IsSuccessStatusCode && wire?.AccessToken.Value is { Length: > 0 } text)
        {
            TimeSpan life = wire.ExpiresIn is { HasValue: true, Value: > 0 and < int.MaxValue } seconds ? TimeSpan.FromSeconds(seconds.Value) : UsualLife;
            var margin = TimeSpan.FromTicks(Math.Min(life.Ticks / 10, LongestMargin.Ticks));
            token = Header(text) is { } header ? new Token(header, _http.Time.GetUtcNow() + life - margin) : null;
        }

        return new Answer(response.StatusCode, token, wire?.ErrorDescription.Value ?? wire?.Error.Value, _http.RetryAfter(response))
        {
            OtherServer = _http.OtherServer(response),
        };
    }

    private JobServiceException Refusal(Answer answer)
    {
        int status = (int)answer.Status;
        if (answer.OtherServer is { } other)
        {
            return _http.Failure(JobServiceErrorKind.UntrustedServer, $"Alteryx gave no token: HTTP {status} leads to {other}, where the secret must not go.", statusCode: status);
        }

        JobServiceErrorKind kind = status switch
        {
            400 or 401 => JobServiceErrorKind.AuthenticationFailed,
            404 => JobServiceErrorKind.UnexpectedResponse,
            >= 200 and < 400 => JobServiceErrorKind.UnexpectedResponse,
            _ => HttpStatusKinds.Of(status),
        };
        string said = DisplayText.OneLine(answer.Error) is { } error ? $": {error}" : string.Empty;
        return _http.Failure(kind, $"Alteryx gave no token: HTTP {status}{said} ({new Uri(_http.BaseUri, "oauth2/token")}).", statusCode: status, retryAfter: answer.RetryAfter);
    }

    private static AlteryxTokenWire? Parse(byte[] body)
    {
        try
        {
            return JsonAnswer.ParseForm<AlteryxTokenWire>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AuthenticationHeaderValue? Header(string token)
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

    private static string Basic(string clientId, string secret) =>
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

    private sealed class Answer
    {
        public Answer(HttpStatusCode status, Token? token, string? error, TimeSpan? retryAfter)
        {
            Status = status;
            Token = token;
            Error = error;
            RetryAfter = retryAfter;
        }

        public HttpStatusCode Status { get; }

        public Token? Token { get; }

        public string? Error { get; }

        public TimeSpan? RetryAfter { get; }

        /// <summary>The other server that the answer leads to; null where it leads to none.</summary>
        public string? OtherServer { get; init; }

        public bool IsPassing => HttpStatusKinds.Of((int)Status) is JobServiceErrorKind.ServiceUnavailable or JobServiceErrorKind.LimitReached;
    }
}
