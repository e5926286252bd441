using System;
using JobStatus.Services.Http;

namespace JobStatus.Services.Downloads;

/// <summary>
/// The beginning of a file, without the blank space before it. Any amount of blank space is skipped, so that it cannot hide what
/// the file is.
/// </summary>
internal sealed class FileStart
{
    private readonly byte[] _bytes = new byte[ErrorBody.MaxBytes + 1];
    private int _length;

    /// <summary>True if the rest of the file is not needed, because the file is longer than any error.</summary>
    public bool IsFull => _length == _bytes.Length;

    /// <summary>Adds the next block of the file. Each block but the last one has an even number of bytes.</summary>
    public void Add(byte[] block, int count)
    {
        int start = 0;
        while (_length == 0 && start < count && IsBlank(block[start]))
        {
            start++;
        }

        // In big-endian UTF-16, each ASCII character starts with a NUL byte, at an even position.
        start -= start % 2 != 0 && block[start - 1] == 0 ? 1 : 0;
        int added = Math.Min(count - start, _bytes.Length - _length);
        Array.Copy(block, start, _bytes, _length, added);
        _length += added;
    }

    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    // White space, the NUL bytes next to it in UTF-16, or a part of a byte order mark.
    private static bool IsBlank(byte value) => value is 0 or (>= 9 and <= 13) or (byte)' ' or 0xEF or 0xBB or 0xBF or 0xFE or 0xFF;
}
