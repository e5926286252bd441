using System;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace JobStatus.Sandbox;

/// <summary>Resets a client's connection, and knows afterwards that it was us who did.</summary>
internal static class ConnectionCut
{
    private static readonly object Mark = new();

    internal static bool WasMade(HttpContext context) => context.Items.ContainsKey(Mark);

    internal static void Make(HttpContext context)
    {
        context.Items[Mark] = true;
        context.Abort();
    }

    /// <summary>Sends the head of the answer and a part of its body, then resets the connection.</summary>
    internal static async Task MakeWithinAsync(HttpContext context, byte[] body, int afterBytes)
    {
        // Kestrel drops what it has not sent yet when a connection is aborted; its socket does not
        Socket socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        ReadOnlyMemory<byte> rest = (byte[])
            [.. Head(context.Response, body.Length), .. body.AsSpan(0, Math.Min(afterBytes, body.Length))];
        while (!rest.IsEmpty)
        {
            rest = rest[await socket.SendAsync(rest, context.RequestAborted)..];
        }

        Make(context);
    }

    private static byte[] Head(HttpResponse response, int length)
    {
        StringBuilder head = new();
        head.Append(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}\r\n");
        response.ContentLength = length;
        foreach ((string name, StringValues value) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
    }
}
