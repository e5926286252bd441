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

    /// <summary>True to overwrite an existing file of the same name, unless the same command has saved it.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The files that the same command has saved in the folder.</summary>
    public SavedFiles SavedFiles { get; init; } = new(ignoresCase: false);

    /// <summary>
    /// Receives the number of bytes that have been downloaded and the total number of bytes, which is null if the service
    /// does not report it. Called on any thread. Null to report no progress.
    /// </summary>
    public Action<long, long?>? Progress { get; init; }

    /// <summary>Creates a folder if it does not exist, and checks that files can be created in it.</summary>
    /// <param name="folder">The full path of the folder.</param>
    /// <returns>The record for the files that a command saves in the folder.</returns>
    /// <exception cref="IOException">The folder cannot be created, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The user must not create the folder, or files in it.</exception>
    public static SavedFiles Prepare(string folder)
    {
        string name = $".{Guid.NewGuid():N}.partial";
        string path = Path.Combine(folder, name);
        CreateUnbufferedFile(path).Dispose();
        bool ignoresCase = AtomicMove.Exists(Path.Combine(folder, name.ToUpperInvariant()));
        File.Delete(path);
        return new SavedFiles(ignoresCase);
    }

    /// <summary>Creates the file, for tests.</summary>
    internal Func<string, Stream> CreateFile { get; init; } = CreateUnbufferedFile;

    // Another command can remove a folder that it created and saved nothing to, so the folder is created again. Without a
    // buffer, closing the file does not write to it, so it cannot fail because the disk is full.
    private static FileStream CreateUnbufferedFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
    }
}
