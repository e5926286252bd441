using System;
using System.Collections.Generic;

namespace JobStatus.Services.Downloads;

/// <summary>
/// The files that one command has saved in a folder. The command never replaces these files, even if it may overwrite
/// existing files.
/// </summary>
public sealed class SavedFiles
{
    private readonly object _gate = new();
    private readonly HashSet<string> _paths;

    /// <summary>Creates a record without files.</summary>
    /// <param name="ignoresCase">True if the folder does not distinguish names that differ only in case.</param>
    public SavedFiles(bool ignoresCase)
    {
        _paths = new HashSet<string>(ignoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
    }

    /// <summary>Returns true if the command has saved a file with this path.</summary>
    internal bool Contains(string path)
    {
        lock (_gate)
        {
            return _paths.Contains(path);
        }
    }

    /// <summary>Saves a file unless the command has already saved one with this path.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="save">Gives the file its path. Returns false if the path is taken.</param>
    /// <returns>False if the file was not saved.</returns>
    internal bool TryAdd(string path, Func<bool> save)
    {
        lock (_gate)
        {
            return !_paths.Contains(path) && save() && _paths.Add(path);
        }
    }
}
