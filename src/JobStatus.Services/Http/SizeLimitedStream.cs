using System;
using System.IO;

namespace JobStatus.Services.Http;

/// <summary>A response body with a size limit, which applies after decompression.</summary>
internal sealed class SizeLimitedStream : ReadStream
{
    /// <summary>The size limit for every body except that of a file.</summary>
    public const long MaxBodyBytes = 64 * 1024 * 1024;

    private const int Mebibyte = 1024 * 1024;

    private readonly long _limit;
    private readonly Action? _onRead;
    private long _read;

    /// <param name="inner">The response body.</param>
    /// <param name="limit">The maximum number of bytes.</param>
    /// <param name="onRead">Called after each read, or null.</param>
    public SizeLimitedStream(Stream inner, long limit, Action? onRead = null)
        : base(inner)
    {
        _limit = limit;
        _onRead = onRead;
    }

    /// <summary>Creates the error for a body that exceeds a limit.</summary>
    /// <param name="limit">The limit in bytes.</param>
    /// <returns>The error.</returns>
    public static InvalidDataException CreateTooLargeError(long limit = MaxBodyBytes) =>
        new($"The response is larger than {limit / Mebibyte} MiB.");

    protected override void OnRead(byte[] buffer, int offset, int read)
    {
        _read += read;
        _onRead?.Invoke();
        if (_read > _limit)
        {
            throw CreateTooLargeError(_limit);
        }
    }
}
