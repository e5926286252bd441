using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Tests.Fuzz;

/// <summary>Returns a mutated example as the response to every request, without a network.</summary>
internal sealed class MutatingTransport(FuzzCorpus corpus) : HttpMessageHandler
{
    public const string TokenCall = "Alteryx token";

    // A network failure ends a list that would continue for too long.
    private const int MaxRequests = 12;

    private static readonly int[] Statuses =
    [
        200, 201, 204, 206, 301, 302, 304, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 415, 422, 429, 500,
        502, 503, 504, 599, 999,
    ];

    private static readonly string[] ContentTypes =
    [
        "application/json", "application/json; charset=utf-16", "application/xml", "text/xml", "text/html", "text/plain",
        "application/octet-stream", "", "xml", ";;;", "application/+xml; charset=\"\"",
    ];

    private static readonly string[] Locations =
    [
        "", "/", "//", "http://", "http://[", "?", "#", "\u0001", "http://example.org/", "https://127.0.0.1", "..//..",
        "javascript:0", "http://a b/", "%", "http://127.0.0.1:99999/",
    ];

    private static readonly string[] RetryAfterValues =
    [
        "0", "1", "-1", "99999999999", "Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 01 Jan 0001 00:00:00 GMT", "soon", "1.5",
    ];

    private readonly List<string> _transcript = [];
    private string _call = "";
    private Random _random = new(0);
    private int _requests;

    /// <summary>The responses since the current call began.</summary>
    public string Transcript => string.Join('\n', _transcript);

    /// <summary>The size of the bodies since the current call began.</summary>
    public long Bytes { get; private set; }

    /// <summary>The memory that was allocated to create the responses since the current call began.</summary>
    public long Allocated { get; private set; }

    public static bool IsToken(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.EndsWith("/oauth2/token", StringComparison.Ordinal);

    public void Begin(string call, Random random)
    {
        (_call, _random, _requests, Bytes, Allocated) = (call, random, 0, 0, 0);
        _transcript.Clear();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_requests++ == MaxRequests)
        {
            throw new HttpRequestException("Simulated network failure.");
        }

        long before = GC.GetTotalAllocatedBytes();

        // The call needs a usable token, so the response to its token request is not mutated.
        bool isToken = IsToken(request);
        FuzzExample example = corpus.Pick(isToken ? TokenCall : _call, _random);
        byte[] body = isToken && _call != TokenCall ? example.Body : corpus.Mutator.Mutate(example.Body, _random);
        int status = Sometimes(isToken) ? Pick(Statuses) : example.Status;
        string contentType = Sometimes(isToken) ? Pick(ContentTypes) : example.ContentType;
        HttpResponseMessage response = new((HttpStatusCode)status) { RequestMessage = request, Content = new ByteArrayContent(body) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (Sometimes(isToken))
        {
            response.Headers.TryAddWithoutValidation("Location", Pick(Locations));
        }

        if (Sometimes(isToken))
        {
            response.Headers.TryAddWithoutValidation("Retry-After", Pick(RetryAfterValues));
            response.Headers.TryAddWithoutValidation("Date", Pick(RetryAfterValues));
        }

        Bytes += body.Length;
        _transcript.Add(
            $"{request.Method} {request.RequestUri} -> {status}, {contentType}, {body.Length} bytes: {Convert.ToBase64String(body)}\n" +
            Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 2000)));
        Allocated += GC.GetTotalAllocatedBytes() - before;
        return Task.FromResult(response);
    }

    private bool Sometimes(bool isToken) => !(isToken && _call != TokenCall) && _random.Next(8) == 0;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
