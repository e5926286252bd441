using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace JobStatus.Services.Downloads;

/// <summary>
/// Gives a file its final name in one step, so that other processes never see a missing or incomplete file. The methods of
/// .NET check for an existing file first, so another process could create it between the two steps.
/// </summary>
internal static class AtomicMove
{
    private const FileAttributes NoFile = (FileAttributes)(-1);
    private const int FileExistsError = 17;
    private const uint ReplaceExisting = 1;
    private const uint WriteThrough = 8;

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Returns true if a file, a folder or a link has this name. The target of the link may be missing.</summary>
    public static bool Exists(string path) => new FileInfo(path).Attributes != NoFile;

    /// <summary>
    /// Gives a file another name, unless a file, a folder or a link already has that name. The file may also keep its earlier
    /// name.
    /// </summary>
    /// <returns>False if the name is taken.</returns>
    /// <exception cref="IOException">The file could not get the name for another reason.</exception>
    public static bool TryMove(string source, string target)
    {
        if (IsWindows)
        {
            try
            {
                File.Move(source, target);
                return true;
            }
            catch (IOException) when (Exists(target))
            {
                return false;
            }
        }

        return Link(Encode(source), Encode(target)) == 0
            || (Marshal.GetLastWin32Error() != FileExistsError && TryMoveWithoutLink(source, target));
    }

    /// <summary>Gives a file another name, and replaces a file or a link that has that name.</summary>
    /// <exception cref="IOException">The file could not get the name.</exception>
    public static void Replace(string source, string target)
    {
        bool isReplaced = IsWindows
            ? MoveFile(source, target, ReplaceExisting | WriteThrough)
            : Rename(Encode(source), Encode(target)) == 0;
        if (!isReplaced)
        {
            throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
        }
    }

    /// <summary>
    /// Does the same on a file system without hard links, such as FAT. An empty file reserves the name for a moment.
    /// </summary>
    internal static bool TryMoveWithoutLink(string source, string target)
    {
        try
        {
            new FileStream(target, FileMode.CreateNew, FileAccess.Write).Dispose();
        }
        catch (IOException) when (Exists(target))
        {
            return false;
        }

        try
        {
            Replace(source, target);
            return true;
        }
        catch (IOException)
        {
            File.Delete(target);
            throw;
        }
    }

    private static byte[] Encode(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link(byte[] source, byte[] target);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static extern int Rename(byte[] source, byte[] target);

    [DllImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool MoveFile(string source, string target, uint flags);
}
