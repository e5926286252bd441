using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Http;

/// <summary>The base class of streams that read another stream and check what they read. They dispose the other stream.</summary>
internal abstract class ReadStream : Stream
{
    private readonly Stream _inner;

    protected ReadStream(Stream inner)
    {
        _inner = inner;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = _inner.Read(buffer, offset, count);
        OnRead(buffer, offset, read);
        return read;
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int read = await _inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        OnRead(buffer, offset, read);
        return read;
    }

    /// <summary>Reads until the buffer is full or the stream ends.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="buffer">The buffer.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The number of bytes that were read.</returns>
    public static async Task<int> ReadBlockAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        int length = 0;
        int read;
        while (length < buffer.Length
            && (read = await stream.ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            length += read;
        }

        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Called after each read.</summary>
    /// <param name="buffer">The buffer that was read into.</param>
    /// <param name="offset">The position of the first byte that was read.</param>
    /// <param name="read">The number of bytes that were read, or 0 at the end of the stream.</param>
    protected abstract void OnRead(byte[] buffer, int offset, int read);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
