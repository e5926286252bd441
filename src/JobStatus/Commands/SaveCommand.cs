using System;
using System.ComponentModel;
using System.IO;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Pipeline;
using JobStatus.Services;
using JobStatus.Services.Downloads;

namespace JobStatus.Commands;

/// <summary>A cmdlet that saves files: each whole under its name, or not at all.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SaveCommand : ConnectedCommand
{
    /// <summary>The folder to save to; the current one without it.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Takes the place of files of the same name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The folder, if it is there; otherwise the error is written and the answer is null.</summary>
    private protected string? FindFolder()
    {
        string folder = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
        if (provider.Name == "FileSystem" && Directory.Exists(folder))
        {
            return folder;
        }

        ThrowTerminatingError(ErrorRecords.From(
            new JobServiceException(ServiceName, JobServiceErrorKind.WriteFailed, $"There is no folder '{(provider.Name == "FileSystem" ? folder : Path)}'.", "Make it first, or give another one with -Path."),
            Path));
        return null;
    }

    /// <summary>Saves a file with a progress bar, and writes it.</summary>
    private protected void Save(string target, string activity, string folder, Func<DownloadDestination, CallContext, Task<string>> save)
    {
        var pace = new ProgressPace();
        int id = 0;
        void Complete()
        {
            Pump.Ending -= Complete;
            if (id != 0)
            {
                var record = new ProgressRecord(id, activity, "Ended") { RecordType = ProgressRecordType.Completed };
                id = 0;
                WriteProgress(record);
            }
        }

        Pump.Ending += Complete;
        Start(target, async call =>
        {
            var destination = new DownloadDestination(folder)
            {
                Overwrite = Force,
                Progress = (length, total) =>
                {
                    if (pace.IsDue())
                    {
                        Pump.Post(() => WriteProgress(BarOf(id == 0 ? id = ProgressPace.TakeId() : id, activity, length, total)));
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

    private static ProgressRecord BarOf(int id, string activity, long length, long? total) =>
        new(id, activity, total is > 0 ? $"{length / 1048576.0:0.0} of {total.Value / 1048576.0:0.0} MiB" : $"{length / 1048576.0:0.0} MiB")
        {
            PercentComplete = total is > 0 ? (int)Math.Min(100, length * 100 / total.Value) : -1,
        };
}
