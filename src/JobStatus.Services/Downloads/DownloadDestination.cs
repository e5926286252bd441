using System;

namespace JobStatus.Services.Downloads;

/// <summary>Where to save what is downloaded.</summary>
public sealed class DownloadDestination
{
    /// <summary>Makes a destination.</summary>
    /// <param name="folder">An existing folder.</param>
    public DownloadDestination(string folder)
    {
        Folder = folder;
    }

    /// <summary>An existing folder.</summary>
    public string Folder { get; }

    /// <summary>The file's name; null for the one that the service gives, made safe.</summary>
    public string? FileName { get; init; }

    /// <summary>True to take the place of a file of the same name.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Takes the bytes so far and, where the service tells, the bytes in all; called from any thread. Null for nobody.</summary>
    public Action<long, long?>? Progress { get; init; }
}
