using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Tests.Faults;

/// <summary>One request at the front, to be answered well or badly, byte by byte.</summary>
internal sealed class Exchange(FaultyFront front, Socket socket, Stream client, Exchange.RequestHead request, CancellationToken stopping)
{
    private readonly DateTimeOffset _begun = front.Clock.GetUtcNow();

    public FaultyFront Front => front;

    /// <summary>The path and query that are asked for.</summary>
    public string Target => request.Target;

    public CancellationToken Stopping => stopping;

    /// <summary>What the service answers.</summary>
    /// <param name="accept">The media type to ask for instead of the one that was asked for.</param>
    /// <param name="target">The path and query to ask for instead of those that were asked for.</param>
    public async Task<Original> OriginalAsync(string? accept = null, string? target = null)
    {
        using HttpRequestMessage message = new(new HttpMethod(request.Method), new Uri(front.Behind, target ?? Target));
        foreach ((string name, string value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, accept is not null && name.Equals("Accept", StringComparison.OrdinalIgnoreCase) ? accept : value);
        }

        if (request.Body.Length > 0)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.Headers.First(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value);
        }

        using HttpResponseMessage response = await front.Client.SendAsync(message, stopping);
        return new Original(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            [.. response.Headers.Where(header => header.Key is not ("Transfer-Encoding" or "Connection")).Select(header => (header.Key, string.Join(", ", header.Value)))],
            await response.Content.ReadAsByteArrayAsync(stopping));
    }

    /// <summary>Answers as the service does.</summary>
    public async Task RelayAsync(string? target = null)
    {
        Original original = await OriginalAsync(target: target);
        await AnswerAsync(original.Status, original.ContentType, original.Body, [.. original.Headers]);
    }

    /// <summary>Answers as the service does, with another body.</summary>
    public async Task ChangeAsync(Func<string, string> change)
    {
        Original original = await OriginalAsync();
        string before = Encoding.UTF8.GetString(original.Body);
        string after = change(before);
        if (after == before)
        {
            throw new InvalidOperationException($"The answer to {Target} has nothing to change.");
        }

        await AnswerAsync(original.Status, original.ContentType, Encoding.UTF8.GetBytes(after), [.. original.Headers]);
    }

    public Task AnswerAsync(int status, params (string Name, string Value)[] headers) => AnswerAsync(status, contentType: null, [], headers);

    public Task AnswerAsync(int status, string? contentType, string body, params (string Name, string Value)[] headers) =>
        AnswerAsync(status, contentType, Encoding.UTF8.GetBytes(body), headers);

    public async Task AnswerAsync(int status, string? contentType, byte[] body, params (string Name, string Value)[] headers)
    {
        await HeadAsync(status, contentType, [.. headers, ("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture))]);
        await SendAsync(body);
    }

    public Task HeadAsync(int status, string? contentType, params (string Name, string Value)[] headers)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} -\r\nConnection: close\r\n");
        if (contentType is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: {contentType}\r\n");
        }

        foreach ((string name, string value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return SendAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await client.WriteAsync(bytes, stopping);
        await client.FlushAsync(stopping);
    }

    /// <summary>Cuts the connection off, so that the client notices.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Sends one byte a second for some time.</summary>
    public async Task DripAsync(int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            await SendAsync(" ");
            Task second = Task.Delay(TimeSpan.FromSeconds(1), front.Clock, stopping);
            front.HoldUntil(front.Clock.GetUtcNow().AddSeconds(1));
            await second;
        }
    }

    /// <summary>Does nothing until the client goes away, which it does so long after it came.</summary>
    public Task HoldAsync(TimeSpan limit)
    {
        front.HoldUntil(_begun + limit);
        return client.CopyToAsync(Stream.Null, stopping);
    }

    internal sealed record RequestHead(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body);

    internal sealed record Original(int Status, string? ContentType, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body);
}
