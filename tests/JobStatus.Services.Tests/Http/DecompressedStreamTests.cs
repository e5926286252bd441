using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class DecompressedStreamTests
{
    private static readonly byte[] Data = [.. Enumerable.Range(0, 1000).Select(static number => (byte)(number * number))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    [InlineData("deflate")]
    [InlineData("Deflate")]
    [InlineData("identity")]
    [InlineData("")]
    public async Task A_complete_body_is_decompressed(string encoding)
    {
        byte[] compressed = Compress(encoding);

        Assert.Equal(Data, await ReadAsync(compressed, encoding));
        Assert.Equal(Data, await ReadAsync(compressed, encoding, blockSize: 1));
        Assert.Equal(Data, await ReadAsync(compressed, "identity", encoding));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_body_that_is_cut_anywhere_is_incomplete(string encoding)
    {
        byte[] compressed = Compress(encoding);

        // The last bytes of the deflate format are a checksum, which is not needed.
        int needed = compressed.Length - (encoding == "gzip" ? 0 : 4);
        for (int length = 0; length < needed; length++)
        {
            IOException error = await Assert.ThrowsAsync<IOException>(() => ReadAsync(compressed[..length], encoding));
            Assert.Equal("The compressed data is incomplete.", error.Message);
        }

        Assert.Equal(Data, await ReadAsync(compressed[..needed], encoding));
    }

    [Fact]
    public async Task Empty_gzip_data_is_complete()
    {
        byte[] empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        Assert.Empty(await ReadAsync(empty, "gzip"));
    }

    [Theory]
    [InlineData(0x78, 0x9C, true)]
    [InlineData(0x78, 0x01, true)]
    [InlineData(0x68, 0xDE, true)]
    [InlineData(0x78, 0x9D, false)]
    [InlineData(0x77, 0x85, false)]
    [InlineData(0x88, 0x1C, true)]
    public async Task Only_the_header_of_the_zlib_format_is_accepted(byte first, byte second, bool isAccepted)
    {
        byte[] compressed = Compress("deflate");
        (compressed[0], compressed[1]) = (first, second);

        if (isAccepted)
        {
            Assert.Equal(Data, await ReadAsync(compressed, "deflate"));
        }
        else
        {
            InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(compressed, "deflate"));
            Assert.Equal("The compressed data does not have the zlib format.", error.Message);
        }
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip, gzip", "gzip", "gzip")]
    [InlineData("gzip, br", "identity", "gzip", "BR")]
    public async Task Another_encoding_is_not_supported(string name, params string[] encodings)
    {
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(Data, encodings));

        Assert.Equal($"The content encoding '{name}' is not supported.", error.Message);
    }

    [Fact]
    public async Task A_limit_applies_to_the_bytes_that_were_read()
    {
        int reads = 0;
        using SizeLimitedStream limited = new(new MemoryStream(new byte[10]), limit: 9, () => reads++);
        byte[] buffer = new byte[9];

        Assert.Equal(9, await ReadStream.ReadBlockAsync(limited, buffer, Token));
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(
            () => ReadStream.ReadBlockAsync(limited, buffer, Token));

        Assert.Equal(2, reads);
        Assert.Equal("The response is larger than 0 MiB.", error.Message);
        Assert.Equal("The response is larger than 64 MiB.", SizeLimitedStream.CreateTooLargeError().Message);
    }

    [Fact]
    public async Task A_block_is_shorter_only_at_the_end()
    {
        using SizeLimitedStream stream = new(new SlowStream(new byte[10]), limit: 10);

        Assert.Equal(8, await ReadStream.ReadBlockAsync(stream, new byte[8], Token));
        Assert.Equal(2, await ReadStream.ReadBlockAsync(stream, new byte[8], Token));
        Assert.Equal(0, await ReadStream.ReadBlockAsync(stream, new byte[8], Token));
        Assert.Equal(0, await ReadStream.ReadBlockAsync(stream, [], Token));
    }

    [Fact]
    public void A_stream_can_only_be_read_and_disposes_the_inner_stream()
    {
        MemoryStream inner = new(new byte[10]);
        SizeLimitedStream stream = new(inner, limit: 9);

        Assert.Equal((true, false, false), (stream.CanRead, stream.CanSeek, stream.CanWrite));
        Assert.Equal(9, stream.Read(new byte[9], 0, 9));
        Assert.Throws<InvalidDataException>(() => stream.Read(new byte[9], 0, 9));
        stream.Flush();
        stream.Dispose();
        Assert.False(inner.CanRead);
    }

    private static byte[] Compress(string encoding)
    {
        using MemoryStream compressed = new();
        using (Stream stream = encoding.ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => new GZipStream(compressed, CompressionLevel.Optimal),
            "DEFLATE" => new ZLibStream(compressed, CompressionLevel.Optimal),
            _ => compressed,
        })
        {
            stream.Write(Data);
        }

        return compressed.ToArray();
    }

    private static Task<byte[]> ReadAsync(byte[] compressed, params string[] encodings) => ReadAsync(compressed, encodings, 4096);

    private static Task<byte[]> ReadAsync(byte[] compressed, string encoding, int blockSize) =>
        ReadAsync(compressed, [encoding], blockSize);

    private static async Task<byte[]> ReadAsync(byte[] compressed, string[] encodings, int blockSize)
    {
        using Stream body = await DecompressedStream.OpenAsync(
            new MemoryStream(compressed), encodings.Where(static name => name.Length > 0), Token);
        using MemoryStream result = new();
        await body.CopyToAsync(result, blockSize, Token);
        return result.ToArray();
    }

    /// <summary>A stream that returns one to three bytes at a time.</summary>
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            base.ReadAsync(buffer, offset, Math.Min(count, 3), cancellationToken);
    }
}
