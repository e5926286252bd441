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

    private readonly ServiceErrorFactory _errors;
    private readonly string _subject;
    private readonly DownloadDestination _destination;
    private readonly Func<byte[], bool, ServiceError?> _findError;

    private FileDownload(
        ServiceErrorFactory errors,
        string subject,
        DownloadDestination destination,
        Func<byte[], bool, ServiceError?> findError)
    {
        _errors = errors;
        _subject = subject;
        _destination = destination;
        _findError = findError;
    }

    /// <summary>Sends a request, saves the response, and returns the path of the file.</summary>
    /// <param name="http">The client.</param>
    /// <param name="request">The request.</param>
    /// <param name="destination">The folder and the file name.</param>
    /// <param name="fallbackName">The file name if the service sends none.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <param name="findError">
    /// Returns the error if a small file is an error response of the service, or null if it is not. The parameters are the file,
    /// which can be anything, and whether it has the name of a JSON file.
    /// </param>
    /// <exception cref="JobServiceException">
    /// FileExists, WriteFailed, or any error that a read request can cause.
    /// </exception>
    public static async Task<string> SaveAsync(
        ServiceHttpClient http,
        ServiceRequest request,
        DownloadDestination destination,
        string fallbackName,
        CallContext call,
        Func<byte[], bool, ServiceError?> findError)
    {
        var download = new FileDownload(http.Errors, request.Subject, destination, findError);
        string temporary = Path.Combine(destination.Folder, $".{Guid.NewGuid():N}.partial");
        try
        {
            return await http.SendAsync(
                request,
                async (response, cancellationToken) =>
                {
                    bool HasExtension(string part) => ExtensionContains(response.FileName, part) || ExtensionContains(fallbackName, part);
                    bool isPage = HasExtension("htm");
                    ThrowIfPage(response.MediaType == "text/html" && !isPage);
                    string name = destination.FileName ?? SafeFileName.From(response.FileName, fallbackName);
                    string path = Path.Combine(destination.Folder, name);
                    download.ThrowIfExists(path);

                    // The media type of a problem (RFC 9457) is only for errors.
                    bool isProblem = response.MediaType?.StartsWith("application/problem+", StringComparison.Ordinal) == true;
                    await download.CopyAsync(
                        response,
                        temporary,
                        start => download.ThrowIfNotFile(start, isPage, HasExtension("json"), isProblem),
                        cancellationToken).ConfigureAwait(false);
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

    // For example, a gateway can respond with a sign-in page that has the status 200. A file can also be a page itself.
    private static void ThrowIfPage(bool isPage)
    {
        if (isPage)
        {
            throw new ServiceErrorException(ServiceError.PageInsteadOfFile);
        }
    }

    private static bool ExtensionContains(string? name, string part) =>
        Path.GetExtension(SafeFileName.From(name, string.Empty)).IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;

    private void ThrowIfNotFile(FileStart start, bool isPage, bool isJson, bool isProblem)
    {
        byte[] bytes = start.ToArray();
        if (isProblem)
        {
            ServiceError? problem = _findError(bytes, false);
            string? message = GatewayMessage.Find(bytes);
            throw new ServiceErrorException(
                problem ?? (message is null ? ErrorBody.AsPlainText(bytes) : new ServiceError { Message = message }));
        }

        ThrowIfPage(!isPage && HtmlPage.IsPage(bytes));
        if (!start.IsFull && (_findError(bytes, isJson) ?? StorageError.Find(bytes)) is { } error)
        {
            throw new ServiceErrorException(error);
        }
    }

    private async Task CopyAsync(ServiceResponse response, string path, Action<FileStart>? check, CancellationToken cancellationToken)
    {
        byte[] block = new byte[BlockSize];
        var start = new FileStart();
        int count = await ReadStream.ReadBlockAsync(response.Body, block, cancellationToken).ConfigureAwait(false);
        Stream? file = null;
        try
        {
            WriteFile(() => file = _destination.CreateFile(path));
            long length = 0;
            while (count > 0)
            {
                if (check is not null)
                {
                    start.Add(block, count);
                    if (start.IsFull)
                    {
                        check(start);
                        check = null;
                    }
                }

                WriteFile(() => file!.Write(block, 0, count));
                length += count;
                _destination.Progress?.Invoke(length, response.Length);
                count = check is null
                    ? await response.Body.ReadAsync(block, 0, block.Length, cancellationToken).ConfigureAwait(false)
                    : await ReadStream.ReadBlockAsync(response.Body, block, cancellationToken).ConfigureAwait(false);
            }

            check?.Invoke(start);

            // A full disk can be reported only when the data is written to it, or when the file is closed.
            WriteFile(() => (file as FileStream)?.Flush(flushToDisk: true));
            WriteFile(file!.Dispose);
        }
        finally
        {
            TryClose(file);
        }
    }

    private void Publish(string temporary, string path)
    {
        bool isPublished = false;
        WriteFile(() => isPublished = _destination.SavedFiles.TryAdd(path, () =>
        {
            if (!_destination.Overwrite)
            {
                return AtomicMove.TryMove(temporary, path);
            }

            AtomicMove.Replace(temporary, path);
            return true;
        }));
        if (!isPublished)
        {
            throw CreateFileExistsError(path);
        }
    }

    private void ThrowIfExists(string path)
    {
        // A link to a folder can be replaced like any other link.
        if (Directory.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) == 0)
        {
            throw _errors.Create(
                JobServiceErrorKind.FileExists,
                $"{_subject}: a folder with the name '{path}' already exists.",
                recommendedAction: "Choose another folder.");
        }

        bool exists = false;
        WriteFile(() => exists = !_destination.Overwrite && AtomicMove.Exists(path));
        if (exists || _destination.SavedFiles.Contains(path))
        {
            throw CreateFileExistsError(path);
        }
    }

    private JobServiceException CreateFileExistsError(string path) => _destination.SavedFiles.Contains(path)
        ? _errors.Create(
            JobServiceErrorKind.FileExists,
            $"{_subject}: the same command has already saved another file as '{path}'.",
            reason: JobServiceErrorReason.FileSavedByCommand)
        : _errors.Create(JobServiceErrorKind.FileExists, $"{_subject}: the file '{path}' already exists.");

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

    // An error when the file is closed must not replace the original error.
    private static void TryClose(Stream? file)
    {
        try
        {
            file?.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The data is incomplete anyway, and the file will be deleted.
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
