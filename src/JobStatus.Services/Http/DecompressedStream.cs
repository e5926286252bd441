using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Http;

/// <summary>
/// Decompresses a body, and fails if the compressed data ends early. The classes of .NET treat such data as complete.
/// </summary>
internal sealed class DecompressedStream : ReadStream
{
    private const int DeflateMethod = 8;
    private const int HeaderChecksum = 31;

    // The length of empty gzip data. If data is cut in its header, the zeros in the header are not the length of the data.
    private const int MinGzipLength = 20;

    private readonly Input _input;
    private readonly bool _isGzip;
    private long _length;

    private DecompressedStream(Stream decompressed, Input input, bool isGzip)
        : base(decompressed)
    {
        _input = input;
        _isGzip = isGzip;
    }

    /// <summary>Returns the decompressed body, or the body itself if it is not compressed.</summary>
    /// <param name="body">The body.</param>
    /// <param name="encodings">The values of the Content-Encoding header.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="InvalidDataException">The encoding is not supported.</exception>
    public static async Task<Stream> OpenAsync(Stream body, IEnumerable<string> encodings, CancellationToken cancellationToken)
    {
        string encoding = string.Join(
            ", ",
            encodings.Select(static name => name.ToLowerInvariant()).Where(static name => name != "identity"));
        var input = new Input(body);
        switch (encoding)
        {
            case "":
                return body;
            case "gzip" or "x-gzip":
                return new DecompressedStream(new GZipStream(input, CompressionMode.Decompress), input, isGzip: true);
            case "deflate":
                await SkipHeaderAsync(input, cancellationToken).ConfigureAwait(false);
                return new DecompressedStream(new DeflateStream(input, CompressionMode.Decompress), input, isGzip: false);
            default:
                throw new InvalidDataException($"The content encoding '{encoding}' is not supported.");
        }
    }

    protected override void OnRead(byte[] buffer, int offset, int read)
    {
        _length += read;
        bool isComplete = _isGzip
            ? _input.ReadLength >= MinGzipLength && _input.LastFourBytes == (uint)_length
            : !_input.WasExhausted;
        if (read == 0 && !isComplete)
        {
            throw CreateIncompleteError();
        }
    }

    // The header of the zlib format. The other stream expects only the data that follows.
    private static async Task SkipHeaderAsync(Input input, CancellationToken cancellationToken)
    {
        byte[] header = new byte[2];
        if (await ReadBlockAsync(input, header, cancellationToken).ConfigureAwait(false) < header.Length)
        {
            throw CreateIncompleteError();
        }

        if ((header[0] & 0x0F) != DeflateMethod || ((header[0] << 8) | header[1]) % HeaderChecksum != 0)
        {
            throw new InvalidDataException("The compressed data does not have the zlib format.");
        }
    }

    private static IOException CreateIncompleteError() => new("The compressed data is incomplete.");

    /// <summary>The compressed data.</summary>
    private sealed class Input(Stream body) : ReadStream(body)
    {
        /// <summary>The number of bytes that were read.</summary>
        public long ReadLength { get; private set; }

        /// <summary>
        /// The last four bytes as a number. In complete gzip data, this is the length of the decompressed data, modulo 2^32.
        /// </summary>
        public uint LastFourBytes { get; private set; } = uint.MaxValue;

        /// <summary>
        /// True if the decompressor tried to read more data than there is. Complete deflate data contains a mark at its end, so the
        /// decompressor stops there.
        /// </summary>
        public bool WasExhausted { get; private set; }

        protected override void OnRead(byte[] buffer, int offset, int read)
        {
            ReadLength += read;
            WasExhausted = read == 0;
            for (int i = offset + Math.Max(0, read - sizeof(uint)); i < offset + read; i++)
            {
                LastFourBytes = (LastFourBytes >> 8) | ((uint)buffer[i] << 24);
            }
        }
    }
}
