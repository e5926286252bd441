using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Faults;

/// <summary>A body of an answer of which only the start is sent, as it is written; the rest is dropped.</summary>
/// <param name="response">The answer, whose length is announced before its body is written.</param>
/// <param name="open">Opens the way to the client, once it is known how much is to be sent and announced.</param>
/// <param name="shareOf">How many bytes of a body of that length are to be sent.</param>
internal sealed class PartialBodyStream(
    HttpResponse response, Func<long, long, ValueTask<Stream>> open, Func<long, long> shareOf) : Stream
{
    private Stream? _client;
    private long _left;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends what is to be sent even when there was no body at all.</summary>
    internal async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(ReadOnlyMemory<byte>.Empty, cancellationToken);
        await _client!.FlushAsync(cancellationToken);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_client is null)
        {
            long length = response.ContentLength ?? 0;
            _left = Math.Min(shareOf(length), length);
            _client = await open(_left, length);
        }

        int sent = (int)Math.Min(_left, buffer.Length);
        _left -= sent;
        if (sent > 0)
        {
            await _client.WriteAsync(buffer[..sent], cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
