using System;
using System.IO;

namespace JobStatus.Services.Downloads;

/// <summary>Where a download is saved.</summary>
public sealed class DownloadDestination
{
    /// <summary>Creates a destination.</summary>
    /// <param name="folder">An existing folder.</param>
    public DownloadDestination(string folder)
    {
        Folder = folder;
    }

    /// <summary>An existing folder.</summary>
    public string Folder { get; }

    /// <summary>The file name, or null to use the name from the service after unsafe characters are replaced.</summary>
    public string? FileName { get; init; }

    /// <summary>True to overwrite an existing file of the same name.</summary>
    public bool Overwrite { get; init; }

    /// <summary>
    /// Receives the number of bytes that have been downloaded and the total number of bytes, which is null if the service
    /// does not report it. Called on any thread. Null to report no progress.
    /// </summary>
    public Action<long, long?>? Progress { get; init; }

    /// <summary>Creates the file, for tests.</summary>
    internal Func<string, Stream> CreateFile { get; init; } = CreateUnbufferedFile;

    // Without a buffer, closing the file does not write to it, so it cannot fail because the disk is full.
    private static FileStream CreateUnbufferedFile(string path) =>
        new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
}
