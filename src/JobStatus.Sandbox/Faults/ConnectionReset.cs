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

/// <summary>Resets a client's connection, and knows afterwards that it was us who did.</summary>
internal static class ConnectionReset
{
    private static readonly object Mark = new();

    internal static bool WasMade(HttpContext context) => context.Items.ContainsKey(Mark);

    internal static void Make(HttpContext context)
    {
        context.Items[Mark] = true;
        context.Abort();
    }

    /// <summary>Sends the head of the answer, and gives the way by which to send the start of its body.</summary>
    internal static async ValueTask<Stream> SendHeadAsync(HttpContext context)
    {
        // Kestrel drops what it has not sent yet when a connection is aborted; its socket does not
        Socket socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        NetworkStream client = new(socket, ownsSocket: false);
        await client.WriteAsync(Head(context.Response), context.RequestAborted);
        return client;
    }

    private static byte[] Head(HttpResponse response)
    {
        StringBuilder head = new();
        head.Append(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}\r\n");
        response.ContentLength ??= 0;
        foreach ((string name, StringValues value) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
    }
}
