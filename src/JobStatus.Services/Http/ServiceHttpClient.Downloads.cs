using System;
using System.IO;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Downloads;

namespace JobStatus.Services.Http;

/// <content>Answers that go to a file.</content>
internal sealed partial class ServiceHttpClient
{
    private const int BlockSize = 81920;

    private static readonly object Publishing = new();

    /// <summary>Saves an answer: whole under its name, or not at all.</summary>
    /// <exception cref="JobServiceException">FileExists or WriteFailed, or what any read can meet.</exception>
    public async Task<string> SaveAsync(ServiceRequest request, DownloadDestination destination, string otherwiseNamed, CallContext call)
    {
        string temporary = Path.Combine(destination.Folder, $".{Guid.NewGuid():N}.partial");
        try
        {
            return await SendAsync(
                request,
                async (answer, cancellationToken) =>
                {
                    string name = destination.FileName ?? SafeFileName.From(answer.FileName, otherwiseNamed);
                    string path = Path.Combine(destination.Folder, name);
                    RefuseExisting(path, destination, request.Subject);
                    await CopyAsync(answer, temporary, destination, request.Subject, cancellationToken).ConfigureAwait(false);
                    Publish(temporary, path, destination, request.Subject);
                    return path;
                },
                call).ConfigureAwait(false);
        }
        finally
        {
            RemoveQuietly(temporary);
        }
    }

    // The encoded form of a name says more than the plain one.
    private static string? FileName(ContentDispositionHeaderValue? disposition) =>
        (disposition?.FileNameStar ?? disposition?.FileName)?.Trim('"');

    private async Task CopyAsync(ServiceAnswer answer, string path, DownloadDestination destination, string subject, CancellationToken cancellationToken)
    {
        using Stream file = Open(path, subject);
        byte[] block = new byte[BlockSize];
        long length = 0;
        int read;
        while ((read = await answer.Body.ReadAsync(block, 0, block.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            Write(subject, () => file.Write(block, 0, read));
            length += read;
            destination.Progress?.Invoke(length, answer.Length);
        }

        Write(subject, file.Flush);
    }

    private FileStream Open(string path, string subject)
    {
        FileStream? file = null;
        Write(subject, () => file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BlockSize));
        return file!;
    }

    // One at a time: a move that looks whether the name is free and then takes it is two steps to most systems.
    private void Publish(string temporary, string path, DownloadDestination destination, string subject)
    {
        lock (Publishing)
        {
            RefuseExisting(path, destination, subject);
            Write(subject, () =>
            {
                File.Delete(path);
                File.Move(temporary, path);
            });
        }
    }

    private void RefuseExisting(string path, DownloadDestination destination, string subject)
    {
        if (!destination.Overwrite && File.Exists(path))
        {
            throw Failure(JobServiceErrorKind.FileExists, $"{subject}: the file '{path}' is there already.");
        }
    }

    // What goes wrong with the file is told apart from what goes wrong with the network.
    private void Write(string subject, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Failure(JobServiceErrorKind.WriteFailed, $"{subject}: it could not be saved ({DisplayText.OneLine(exception.Message)}).", exception);
        }
    }

    private static void RemoveQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has a name of its own and is no whole file; the failure that led here is what matters.
        }
    }
}
