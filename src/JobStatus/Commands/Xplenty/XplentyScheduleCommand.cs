using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that change or run Xplenty schedules.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class XplentyScheduleCommand : ItemCommand
{
    /// <summary>The ids of the schedules.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(XplentyScheduleCompleter))]
    [JobIdArgument(Service = "Xplenty", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string[] ScheduleId { get; set; } = [];

    private protected sealed override string ServiceName => "Xplenty";

    /// <summary>Processes each schedule.</summary>
    private protected sealed override void ProcessItem()
    {
        foreach (string id in ScheduleId.Select(FindScheduleId).OfType<string>())
        {
            Process(id);
        }
    }

    private protected abstract void Process(string id);

    /// <summary>Describes a schedule for ShouldProcess. The name of a piped schedule is known.</summary>
    private protected string DescribeTarget(string id) =>
        PipedObject is XplentySchedule piped && piped.Id == id ? piped.ToString() : $"Xplenty schedule {id}";

    private string? FindScheduleId(string idOrLink) =>
        FindId(idOrLink, static (client, text) => ((XplentyClient)client).GetScheduleId(text));
}
