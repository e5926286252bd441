using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;

namespace JobStatus.Services.Downloads;

/// <summary>Saves a response to a file. The file gets its name only after the download is complete.</summary>
internal sealed class FileDownload
{
    private const int BlockSize = 81920;

    private static readonly object PublishLock = new();

    private readonly ServiceErrorFactory _errors;
    private readonly string _subject;
    private readonly DownloadDestination _destination;

    private FileDownload(ServiceErrorFactory errors, string subject, DownloadDestination destination)
    {
        _errors = errors;
        _subject = subject;
        _destination = destination;
    }

    /// <summary>Sends a request, saves the response, and returns the path of the file.</summary>
    /// <exception cref="JobServiceException">
    /// FileExists, WriteFailed, or any error that a read request can cause.
    /// </exception>
    public static async Task<string> SaveAsync(
        ServiceHttpClient http,
        ServiceRequest request,
        DownloadDestination destination,
        string fallbackName,
        CallContext call)
    {
        var download = new FileDownload(http.Errors, request.Subject, destination);
        string temporary = Path.Combine(destination.Folder, $".{Guid.NewGuid():N}.partial");
        try
        {
            return await http.SendAsync(
                request,
                async (response, cancellationToken) =>
                {
                    string name = destination.FileName ?? SafeFileName.From(response.FileName, fallbackName);
                    string path = Path.Combine(destination.Folder, name);
                    download.ThrowIfExists(path);
                    await download.CopyAsync(response, temporary, cancellationToken).ConfigureAwait(false);
                    download.Publish(temporary, path);
                    return path;
                },
                call).ConfigureAwait(false);
        }
        finally
        {
            TryDelete(temporary);
        }
    }

    private async Task CopyAsync(ServiceResponse response, string path, CancellationToken cancellationToken)
    {
        FileStream? created = null;
        WriteFile(() => created = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BlockSize));
        using FileStream file = created!;
        byte[] block = new byte[BlockSize];
        long length = 0;
        int read;
        while ((read = await response.Body.ReadAsync(block, 0, block.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            WriteFile(() => file.Write(block, 0, read));
            length += read;
            _destination.Progress?.Invoke(length, response.Length);
        }

        WriteFile(file.Flush);
    }

    // The lock is needed because the check for an existing file and the move are separate steps on most systems.
    private void Publish(string temporary, string path)
    {
        lock (PublishLock)
        {
            ThrowIfExists(path);
            WriteFile(() =>
            {
                File.Delete(path);
                File.Move(temporary, path);
            });
        }
    }

    private void ThrowIfExists(string path)
    {
        if (!_destination.Overwrite && File.Exists(path))
        {
            throw _errors.Create(JobServiceErrorKind.FileExists, $"{_subject}: the file '{path}' already exists.");
        }
    }

    // Errors of the file are reported as WriteFailed, so that they are not mistaken for network errors.
    private void WriteFile(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw _errors.Create(
                JobServiceErrorKind.WriteFailed,
                $"{_subject}: the file could not be saved ({ServiceErrorFactory.InnermostMessage(exception)}).",
                exception);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The temporary file has a unique name, and the original error is more important than this one.
        }
    }
}
