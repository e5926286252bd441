using System;
using System.Buffers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;

namespace JobStatus.Services.Json;

/// <summary>Reads a response: buffers the whole body, parses it, and reads typed objects from it.</summary>
internal static class JsonResponse
{
    private const int MinBufferSize = 16 * 1024;

    // The Content-Length header is only a hint, so it is limited.
    private const int MaxInitialBufferSize = 1024 * 1024;

    // A large body must not be copied often, because the copies can stay in memory for a while.
    private const long GrowthFactor = 8;

    /// <summary>Parses the body of a response.</summary>
    public delegate ResponseTree Parser(byte[] body, int length, SecretRedactor? redactor, CancellationToken cancellationToken);

    /// <param name="response">The response.</param>
    /// <param name="parser">The parser of the body, or null for JSON in any encoding.</param>
    /// <param name="read">Reads typed objects. It must not keep the tree.</param>
    /// <param name="cancellationToken">Also ends parsing and reading.</param>
    /// <exception cref="JsonException">The body is not valid JSON.</exception>
    public static async ValueTask<T> ReadAsync<T>(
        ServiceResponse response,
        Parser? parser,
        Func<ResponseTree, T> read,
        CancellationToken cancellationToken)
    {
        // One byte more than the body, so that the end is detected without a larger buffer.
        byte[] pooled = ArrayPool<byte>.Shared.Rent((int)Math.Min(
            MaxInitialBufferSize,
            Math.Max(MinBufferSize, response.Length.GetValueOrDefault() + 1)));
        try
        {
            byte[] buffer = pooled;
            int length = 0;
            int count;
            while ((count = await response.Body
                .ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += count;
                if (length == buffer.Length)
                {
                    // The body fails if it exceeds the limit. Memory that is not written to is not in use yet.
                    long size = length * GrowthFactor;
                    byte[] larger = new byte[size < SizeLimitedStream.MaxBodyBytes ? size : SizeLimitedStream.MaxBodyBytes + 1];
                    Buffer.BlockCopy(buffer, 0, larger, 0, length);
                    buffer = larger;
                }
            }

            using ResponseTree tree = (parser ?? ParseJson)(buffer, length, response.Redactor, cancellationToken);
            return read(tree);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pooled);
        }
    }

    /// <summary>Parses JSON in any encoding.</summary>
    /// <exception cref="JsonException">The body is not valid JSON.</exception>
    public static ResponseTree ParseJson(byte[] body, int length, SecretRedactor? redactor, CancellationToken cancellationToken) =>
        ResponseTree.Parse(TextBody.ToUtf8(body, length, cancellationToken), isXml: false, redactor, cancellationToken);

    /// <summary>Parses JSON in UTF-8 and reads it.</summary>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    public static T Read<T>(byte[] text, Func<ResponseTree, T> read)
    {
        using var tree = ResponseTree.Parse(new(text));
        return read(tree);
    }
}
