using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Pipeline;
using JobStatus.Services;
using JobStatus.Services.Downloads;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that download files. A file is saved completely or not at all.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SaveCommand : ItemCommand
{
    private const string FileSystemProvider = @"Microsoft.PowerShell.Core\FileSystem";

    // The folders that this command created, the innermost first.
    private readonly List<string> _createdFolders = [];

    // An object, because importing the module must not load the services assembly.
    private object? _savedFiles;

    /// <summary>The folder to save to. It is created if it does not exist. The default is the current folder.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Overwrites existing files of the same name, except those that the same command has saved.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The full path of the folder.</summary>
    private protected string Folder { get; private set; } = string.Empty;

    /// <summary>
    /// Creates the folder if it does not exist, and checks that files can be created in it, because the wait for a job can
    /// come before the first download. A folder that cannot be used is a terminating error.
    /// </summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Folder = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
        if (provider.Name != "FileSystem")
        {
            ThrowFolderError($"'{Path}' is not a folder of the file system.", null);
        }

        try
        {
            if (Directory.Exists(Folder) ? !IsWhatIf() : ShouldProcess(Folder, "Create folder"))
            {
                string? folder = Folder;
                while (folder is not null && !Directory.Exists(folder))
                {
                    _createdFolders.Add(folder);
                    folder = System.IO.Path.GetDirectoryName(folder);
                }

                _savedFiles = DownloadDestination.Prepare(Folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            ThrowFolderError($"Files cannot be saved to the folder '{Folder}' ({exception.Message}).", exception);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            RemoveEmptyFolders();
        }
    }

    // A new folder is useless if nothing was saved to it.
    private void RemoveEmptyFolders()
    {
        try
        {
            _createdFolders.FindAll(Directory.Exists).ForEach(Directory.Delete);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder is not empty.
        }
    }

    private bool IsWhatIf() =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? isWhatIf)
            ? isWhatIf is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    private void ThrowFolderError(string problem, Exception? innerException)
    {
        var exception = new JobServiceException(
            ServiceName,
            JobServiceErrorKind.WriteFailed,
            problem,
            "Check the path and your permissions, or specify another folder with -Path.",
            innerException);
        ThrowTerminatingError(ErrorRecords.From(exception, Path));
    }

    /// <summary>Downloads a file, shows its progress, and writes the file object.</summary>
    private protected void Save(object client, string target, string activity, Func<DownloadDestination, CallContext, Task<string>> save)
    {
        var throttle = new ProgressThrottle();
        int id = 0;
        void Complete()
        {
            Pump.Finishing -= Complete;
            if (id != 0)
            {
                var record = new ProgressRecord(id, activity, "Completed") { RecordType = ProgressRecordType.Completed };
                id = 0;
                WriteProgress(record);
            }
        }

        Pump.Finishing += Complete;
        Start(client, target, async call =>
        {
            var destination = new DownloadDestination(Folder)
            {
                Overwrite = Force,
                SavedFiles = (SavedFiles?)_savedFiles ?? new SavedFiles(ignoresCase: false),
                Progress = (length, total) =>
                {
                    if (throttle.IsDue())
                    {
                        Pump.Post(() =>
                        {
                            id = id == 0 ? ProgressThrottle.NextActivityId() : id;
                            WriteProgress(CreateRecord(id, activity, length, total));
                        });
                    }
                },
            };
            try
            {
                string path = await save(destination, call).ConfigureAwait(false);
                Pump.Post(() => WriteFile(path));
            }
            finally
            {
                Pump.Post(Complete);
            }
        });
    }

    // The output is the same as that of Get-Item, so that tables show the folder and, on Linux and macOS, the owner and size.
    private void WriteFile(string path)
    {
        PSObject file;
        try
        {
            file = InvokeProvider.Item.Get([$"{FileSystemProvider}::{path}"], force: true, literalPath: true)[0];
        }
        catch (ItemNotFoundException)
        {
            // Another process has already moved the file.
            file = PSObject.AsPSObject(new FileInfo(path));
        }

        PipelineVariableMarks.Mark(this, file.BaseObject);
        WriteObject(file);
    }

    private static ProgressRecord CreateRecord(int id, string activity, long length, long? total)
    {
        string status = total is > 0
            ? $"{length / 1048576.0:0.0} of {total.Value / 1048576.0:0.0} MiB"
            : $"{length / 1048576.0:0.0} MiB";
        return new ProgressRecord(id, activity, status)
        {
            PercentComplete = total is > 0 ? (int)Math.Min(100, length * 100 / total.Value) : -1,
        };
    }
}
