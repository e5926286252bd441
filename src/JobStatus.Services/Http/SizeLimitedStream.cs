using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Http;

/// <summary>A response body with a size limit, which applies after decompression.</summary>
internal sealed class SizeLimitedStream : Stream
{
    /// <summary>The size limit for every body except that of a file.</summary>
    public const long MaxBodyBytes = 64 * 1024 * 1024;

    private readonly Stream _inner;
    private readonly long _limit;
    private readonly Action? _onRead;
    private long _read;

    /// <param name="inner">The response body.</param>
    /// <param name="limit">The maximum number of bytes.</param>
    /// <param name="onRead">Called after each read, or null.</param>
    public SizeLimitedStream(Stream inner, long limit, Action? onRead = null)
    {
        _inner = inner;
        _limit = limit;
        _onRead = onRead;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Count(_inner.Read(buffer, offset, count));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Count(await _inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _read += read;
        _onRead?.Invoke();
        return _read <= _limit ? read : throw new InvalidDataException($"The response is larger than {_limit / (1024 * 1024)} MiB.");
    }
}
