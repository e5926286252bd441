using System;
using System.IO;
using JobStatus.Services.Http;

namespace JobStatus.Services.Json;

/// <summary>
/// Estimates the memory that the objects of a response will take, and fails if it is too much. A body of a few kilobytes can
/// describe millions of objects.
/// </summary>
internal struct ResponseMemory
{
    /// <summary>The maximum number of values in a response.</summary>
    public const int MaxValues = 1_000_000;

    /// <summary>An estimate of the size of a text, without its characters, and of the reference to it.</summary>
    public const int TextBytes = 48;

    // A body that consists of one text takes two bytes per character.
    private const long MaxBytes = (2 * SizeLimitedStream.MaxBodyBytes) + (2 * Mebibyte);

    private const long Mebibyte = 1024 * 1024;

    private long _bytes;
    private int _values;

    /// <summary>Adds a value.</summary>
    /// <param name="bytes">The estimated size of the value, without what it contains.</param>
    /// <exception cref="InvalidDataException">There are too many values, or they take too much memory.</exception>
    public void AddValue(long bytes)
    {
        if (++_values > MaxValues)
        {
            throw new InvalidDataException(FormattableString.Invariant($"The response contains more than {MaxValues:N0} values."));
        }

        Add(bytes);
    }

    /// <summary>Adds anything that is not a value of its own.</summary>
    /// <param name="bytes">The estimated size.</param>
    /// <exception cref="InvalidDataException">The values take too much memory.</exception>
    public void Add(long bytes)
    {
        _bytes += bytes;
        if (_bytes > MaxBytes)
        {
            throw new InvalidDataException($"The values in the response take more than {MaxBytes / Mebibyte} MiB of memory.");
        }
    }
}
