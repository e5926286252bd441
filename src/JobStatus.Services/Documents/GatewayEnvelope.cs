using System;
using System.Text;
using System.Text.Json;
using JobStatus.Services.Json;

namespace JobStatus.Services.Documents;

/// <summary>
/// The JSON in which a gateway, such as AWS API Gateway, passes a request to a function:
/// <c>{"headers":{…},"body":"…","isBase64Encoded":…}</c>. If the body is a document, it is enough. Some gateways
/// pass JSON as an object or an array instead of a text.
/// </summary>
internal static class GatewayEnvelope
{
    /// <summary>Returns the request body in an envelope, or null if the document is not an envelope.</summary>
    /// <exception cref="FormatException">The body is not valid Base64, although the envelope says so.</exception>
    public static string? GetBody(ResponseTree tree)
    {
        if (tree.IsXml || !tree.Root.IsObject)
        {
            return null;
        }

        ResponseObject envelope = tree.Object;
        bool? isBase64 = envelope.Boolean("isBase64Encoded");
        bool hasHeaders = envelope.Object("headers", static _ => string.Empty) is not null;
        if (envelope.Members("body") is { Count: > 0 } document)
        {
            return JsonSerializer.Serialize(document);
        }

        if (envelope.Values("body") is { Count: > 0 } documents)
        {
            return JsonSerializer.Serialize(documents);
        }

        if (envelope.Text("body") is not { } body || (isBase64 is null && !hasHeaders && !IsDocument(body)))
        {
            return null;
        }

        try
        {
            return isBase64 != true ? body : Encoding.UTF8.GetString(Convert.FromBase64String(body));
        }
        catch (FormatException exception)
        {
            throw new FormatException("The body in the text is not valid Base64.", exception);
        }
    }

    private static bool IsDocument(string body) => body.TrimStart() is { Length: > 0 } text && text[0] is '{' or '[' or '<';
}
