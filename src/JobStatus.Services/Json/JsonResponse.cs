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

    /// <summary>Parses the body of a response.</summary>
    public delegate ResponseTree Parser(byte[] body, int length, CancellationToken cancellationToken);

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
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(
            MaxInitialBufferSize,
            Math.Max(MinBufferSize, response.Length.GetValueOrDefault() + 1)));
        try
        {
            int length = 0;
            int count;
            while ((count = await response.Body
                .ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += count;
                if (length == buffer.Length)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent(length * 2);
                    Buffer.BlockCopy(buffer, 0, larger, 0, length);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            using ResponseTree tree = parser?.Invoke(buffer, length, cancellationToken)
                ?? ResponseTree.Parse(TextBody.ToUtf8(buffer, length), isXml: false, cancellationToken);
            return read(tree);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Parses JSON in UTF-8 and reads it.</summary>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    public static T Read<T>(byte[] text, Func<ResponseTree, T> read)
    {
        using var tree = ResponseTree.Parse(new(text));
        return read(tree);
    }
}
