using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Faults;

/// <summary>A response body stream that sends the first part of the body to the client and discards the rest.</summary>
/// <param name="response">The response. Its Content-Length must be set before the body is written.</param>
/// <param name="openConnection">Opens the client stream for a number of bytes to send and a Content-Length.</param>
/// <param name="bytesToSend">Returns the number of bytes to send, given the length of the body.</param>
internal sealed class PartialBodyStream(
    HttpResponse response, Func<long, long, ValueTask<Stream>> openConnection, Func<long, long> bytesToSend) : Stream
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

    /// <summary>
    /// Flushes the stream. If no body was written, this opens the connection, so that the headers are sent.
    /// </summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(ReadOnlyMemory<byte>.Empty, cancellationToken);
        await _client!.FlushAsync(cancellationToken);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_client is null)
        {
            long length = response.ContentLength ?? 0;
            _left = Math.Min(bytesToSend(length), length);
            _client = await openConnection(_left, length);
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
