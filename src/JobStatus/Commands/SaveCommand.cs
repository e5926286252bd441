using System;
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
    /// <summary>The folder to save to. The default is the current folder.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Overwrites existing files of the same name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the full path of the folder. A folder that does not exist is a terminating error.</summary>
    private protected string? FindFolder()
    {
        string folder = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
        if (provider.Name == "FileSystem" && Directory.Exists(folder))
        {
            return folder;
        }

        var exception = new JobServiceException(
            ServiceName,
            JobServiceErrorKind.WriteFailed,
            $"There is no folder '{(provider.Name == "FileSystem" ? folder : Path)}'.",
            "Create the folder, or specify another one with -Path.");
        ThrowTerminatingError(ErrorRecords.From(exception, Path));
        return null;
    }

    /// <summary>Downloads a file, shows its progress, and writes the file object.</summary>
    private protected void Save(string target, string activity, string folder, Func<DownloadDestination, CallContext, Task<string>> save)
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
        Start(target, async call =>
        {
            var destination = new DownloadDestination(folder)
            {
                Overwrite = Force,
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
                PostObject(new FileInfo(path));
            }
            finally
            {
                Pump.Post(Complete);
            }
        });
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
