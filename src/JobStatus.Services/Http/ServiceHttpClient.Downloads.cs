using System;
using System.IO;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Downloads;

namespace JobStatus.Services.Http;

/// <content>Downloads.</content>
internal sealed partial class ServiceHttpClient
{
    private const int BlockSize = 81920;

    private static readonly object PublishLock = new();

    /// <summary>Saves a response to a file. The file gets its name only after the download is complete.</summary>
    /// <exception cref="JobServiceException">
    /// FileExists, WriteFailed, or any error that a read request can cause.
    /// </exception>
    public async Task<string> SaveAsync(ServiceRequest request, DownloadDestination destination, string fallbackName, CallContext call)
    {
        string temporary = Path.Combine(destination.Folder, $".{Guid.NewGuid():N}.partial");
        try
        {
            return await SendAsync(
                request,
                async (response, cancellationToken) =>
                {
                    string name = destination.FileName ?? SafeFileName.From(response.FileName, fallbackName);
                    string path = Path.Combine(destination.Folder, name);
                    ThrowIfExists(path, destination, request.Subject);
                    await CopyAsync(response, temporary, destination, request.Subject, cancellationToken).ConfigureAwait(false);
                    Publish(temporary, path, destination, request.Subject);
                    return path;
                },
                call).ConfigureAwait(false);
        }
        finally
        {
            TryDelete(temporary);
        }
    }

    // The encoded name (filename*) can contain characters that the plain one cannot.
    private static string? GetFileName(ContentDispositionHeaderValue? disposition) =>
        (disposition?.FileNameStar ?? disposition?.FileName)?.Trim('"');

    private async Task CopyAsync(
        ServiceResponse response,
        string path,
        DownloadDestination destination,
        string subject,
        CancellationToken cancellationToken)
    {
        using Stream file = OpenFile(path, subject);
        byte[] block = new byte[BlockSize];
        long length = 0;
        int read;
        while ((read = await response.Body.ReadAsync(block, 0, block.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            WriteFile(subject, () => file.Write(block, 0, read));
            length += read;
            destination.Progress?.Invoke(length, response.Length);
        }

        WriteFile(subject, file.Flush);
    }

    private FileStream OpenFile(string path, string subject)
    {
        FileStream? file = null;
        WriteFile(subject, () => file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BlockSize));
        return file!;
    }

    // The lock is needed because the check for an existing file and the move are separate steps on most systems.
    private void Publish(string temporary, string path, DownloadDestination destination, string subject)
    {
        lock (PublishLock)
        {
            ThrowIfExists(path, destination, subject);
            WriteFile(subject, () =>
            {
                File.Delete(path);
                File.Move(temporary, path);
            });
        }
    }

    private void ThrowIfExists(string path, DownloadDestination destination, string subject)
    {
        if (!destination.Overwrite && File.Exists(path))
        {
            throw CreateError(JobServiceErrorKind.FileExists, $"{subject}: the file '{path}' already exists.");
        }
    }

    // Errors of the file are reported as WriteFailed, so that they are not mistaken for network errors.
    private void WriteFile(string subject, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CreateError(
                JobServiceErrorKind.WriteFailed,
                $"{subject}: the file could not be saved ({InnermostMessage(exception)}).",
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
