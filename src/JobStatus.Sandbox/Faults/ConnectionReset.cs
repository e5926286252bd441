using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace JobStatus.Sandbox.Faults;

/// <summary>
/// Resets client connections and marks the request, so that the log can distinguish a reset from a client that
/// disconnected.
/// </summary>
internal static class ConnectionReset
{
    private static readonly object Mark = new();

    public static bool WasReset(HttpContext context) => context.Items.ContainsKey(Mark);

    public static void Reset(HttpContext context)
    {
        context.Items[Mark] = true;
        context.Abort();
    }

    /// <summary>Sends the response headers, and returns a stream for the first part of the body.</summary>
    public static async ValueTask<Stream> SendHeadersAsync(HttpContext context)
    {
        // Kestrel discards unsent data when a connection is aborted, so this writes directly to the socket.
        Socket socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        NetworkStream client = new(socket, ownsSocket: false);
        await client.WriteAsync(Headers(context.Response), context.RequestAborted);
        return client;
    }

    private static byte[] Headers(HttpResponse response)
    {
        StringBuilder headers = new();
        headers.Append(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}\r\n");
        response.ContentLength ??= 0;
        foreach ((string name, StringValues value) in response.Headers)
        {
            headers.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return Encoding.ASCII.GetBytes(headers.Append("\r\n").ToString());
    }
}
