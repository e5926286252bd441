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

/// <summary>One request that the proxy received. The methods send the response, valid or invalid, byte by byte.</summary>
internal sealed class Exchange(
    FaultInjectingProxy proxy, Socket socket, Stream client, Exchange.Request request, CancellationToken stopping)
{
    private readonly DateTimeOffset _receivedAt = proxy.Clock.GetUtcNow();

    public FaultInjectingProxy Proxy => proxy;

    /// <summary>The path and query of the request.</summary>
    public string Target => request.Target;

    public CancellationToken Stopping => stopping;

    /// <summary>Forwards the request to the sandbox and returns the response.</summary>
    /// <param name="accept">The media type to request, or null for the media type of the request.</param>
    /// <param name="target">The path and query to request, or null for those of the request.</param>
    public async Task<Response> GetResponseAsync(string? accept = null, string? target = null)
    {
        using HttpRequestMessage message = new(new HttpMethod(request.Method), new Uri(proxy.SandboxUri, target ?? Target));
        foreach ((string name, string value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(
                name, accept is not null && name.Equals("Accept", StringComparison.OrdinalIgnoreCase) ? accept : value);
        }

        if (request.Body.Length > 0)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.TryAddWithoutValidation(
                "Content-Type",
                request.Headers.First(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value);
        }

        using HttpResponseMessage response = await proxy.Client.SendAsync(message, stopping);
        return new Response(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            [
                .. response.Headers
                    .Where(header => header.Key is not ("Transfer-Encoding" or "Connection"))
                    .Select(header => (header.Key, string.Join(", ", header.Value))),
            ],
            await response.Content.ReadAsByteArrayAsync(stopping));
    }

    /// <summary>Sends the response of the sandbox.</summary>
    public async Task RelayAsync(string? target = null)
    {
        Response original = await GetResponseAsync(target: target);
        await RespondAsync(original.Status, original.ContentType, original.Body, [.. original.Headers]);
    }

    /// <summary>Sends the response of the sandbox with a modified body.</summary>
    public async Task RelayModifiedAsync(Func<string, string> change)
    {
        Response original = await GetResponseAsync();
        string before = Encoding.UTF8.GetString(original.Body);
        string after = change(before);
        if (after == before)
        {
            throw new InvalidOperationException($"The change has no effect on the response to {Target}.");
        }

        await RespondAsync(original.Status, original.ContentType, Encoding.UTF8.GetBytes(after), [.. original.Headers]);
    }

    public Task RespondAsync(int status, params (string Name, string Value)[] headers) =>
        RespondAsync(status, contentType: null, [], headers);

    public Task RespondAsync(int status, string? contentType, string body, params (string Name, string Value)[] headers) =>
        RespondAsync(status, contentType, Encoding.UTF8.GetBytes(body), headers);

    public async Task RespondAsync(int status, string? contentType, byte[] body, params (string Name, string Value)[] headers)
    {
        await SendHeadersAsync(status, contentType, [.. headers, ("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture))]);
        await SendAsync(body);
    }

    public Task SendHeadersAsync(int status, string? contentType, params (string Name, string Value)[] headers)
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

    /// <summary>Resets the connection.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Sends this number of bytes, one per second.</summary>
    public async Task SendSlowlyAsync(int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            await SendAsync(" ");
            Task second = Task.Delay(TimeSpan.FromSeconds(1), proxy.Clock, stopping);
            proxy.HoldUntil(proxy.Clock.GetUtcNow().AddSeconds(1));
            await second;
        }
    }

    /// <summary>Sends nothing until the client closes the connection.</summary>
    /// <param name="limit">The time after the request at which the client closes the connection.</param>
    public Task HoldAsync(TimeSpan limit)
    {
        proxy.HoldUntil(_receivedAt + limit);
        return client.CopyToAsync(Stream.Null, stopping);
    }

    internal sealed record Request(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body);

    internal sealed record Response(int Status, string? ContentType, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body);
}
