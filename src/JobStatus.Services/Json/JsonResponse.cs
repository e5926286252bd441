using System;
using System.Buffers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;

namespace JobStatus.Services.Json;

/// <summary>Reads a JSON response: buffers the whole body and parses it directly into wire forms or plain values.</summary>
internal static class JsonResponse
{
    private const int MinBufferSize = 16 * 1024;

    // The Content-Length header is only a hint, so it is limited.
    private const int MaxInitialBufferSize = 1024 * 1024;

    // Real responses contain trailing commas.
    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true };

    /// <summary>Reads the value at the current position of the reader.</summary>
    public delegate T ValueReader<T>(ref Utf8JsonReader reader);

    /// <exception cref="JsonException">The body is not valid JSON or not an object.</exception>
    public static Task<T> ReadFormAsync<T>(ServiceResponse response, CancellationToken cancellationToken)
        where T : WireForm, new() =>
        ReadAsync(response, Form<T>, cancellationToken);

    /// <exception cref="JsonException">The body is not valid JSON.</exception>
    public static async Task<T> ReadAsync<T>(ServiceResponse response, ValueReader<T> read, CancellationToken cancellationToken)
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

            return Parse(TextBody.ToUtf8(buffer, length), read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <exception cref="JsonException">The body is not valid JSON or not an object.</exception>
    public static T ParseForm<T>(ReadOnlySpan<byte> body)
        where T : WireForm, new() =>
        Parse(body, Form<T>);

    /// <exception cref="JsonException">The body is not valid JSON.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> body, ValueReader<T> read)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        var reader = new Utf8JsonReader(body.StartsWith(byteOrderMark) ? body.Slice(byteOrderMark.Length) : body, Options);
        reader.Read();
        T value = read(ref reader);
        return reader.Read() ? throw new JsonException() : value;
    }

    private static T Form<T>(ref Utf8JsonReader reader)
        where T : WireForm, new() =>
        reader.Form<T>() is { HasValue: true } form ? form.Value! : throw new JsonException();
}
