using System.Management.Automation;
using JobStatus.Measuring;
using JobStatus.Rehydration;

namespace JobStatus.Commands;

/// <summary>
/// Calculates the figures of each definition from its runs: how many succeeded, when it ran last, how long its runs take, and whether
/// the latest run is slower than usual. Sends no requests.
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "RemoteJob", HelpUri = HelpPages.Root + "Measure-RemoteJob.md")]
[OutputType(typeof(RemoteJobMeasurement))]
public sealed class MeasureRemoteJobCommand : PSCmdlet
{
    private readonly MeasuredRuns _runs = new();

    /// <summary>The runs. A run that occurs more than once counts once, as it was last read.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [RemoteJobArgument]
    [ValidateNotNullOrEmpty]
    public RemoteJob[] RemoteJob { get; set; } = [];

    /// <summary>
    /// Schedules, such as the output of Get-RemoteSchedule. They add the time of the next run, and a row for each definition that has
    /// an enabled schedule but no runs.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public RemoteSchedule[]? Schedule { get; set; }

    /// <summary>Collects the runs.</summary>
    protected override void ProcessRecord()
    {
        foreach (RemoteJob job in RemoteJob)
        {
            if (job is InvalidJobArgument invalid)
            {
                WriteError(invalid.ToErrorRecord());
            }
            else
            {
                _runs.Add(job);
            }
        }
    }

    /// <summary>Writes the figures.</summary>
    protected override void EndProcessing() => WriteObject(_runs.Measure(Schedule ?? []), enumerateCollection: true);
}
