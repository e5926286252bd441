using System;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Gets Xplenty schedules by id, or lists them.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "XplentySchedule",
    DefaultParameterSetName = ByList,
    SupportsPaging = true,
    HelpUri = HelpPages.Root + "Get-XplentySchedule.md")]
[OutputType(typeof(XplentySchedule))]
public sealed class GetXplentyScheduleCommand : ItemCommand
{
    private const string ById = "ScheduleId";
    private const string ByList = "List";

    /// <summary>The ids of the schedules. They are read concurrently and written as they arrive.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(XplentyScheduleCompleter))]
    [JobIdArgument(Service = "Xplenty", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string[] ScheduleId { get; set; } = [];

    /// <summary>Lists only schedules with these names. Wildcards are supported.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ArgumentCompleter(typeof(XplentyScheduleNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Lists only enabled or only disabled schedules.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateSet("enabled", "disabled")]
    public string? Status { get; set; }

    private protected override string ServiceName => "Xplenty";

    /// <summary>Starts reading the schedules.</summary>
    private protected override void ProcessItem()
    {
        if (ParameterSetName == ById)
        {
            foreach (string id in ScheduleId.Select(FindScheduleId).OfType<string>())
            {
                Read<XplentyClient, XplentySchedule>(id, (client, call) => client.GetScheduleAsync(id, call));
            }

            return;
        }

        string? status = Status?.ToLowerInvariant();
        Func<XplentySchedule, bool>? filter = NamePatterns.CreateFilter<XplentySchedule>(Name, static schedule => schedule.Name);
        ReadList<XplentyClient, XplentySchedule>(
            null,
            (client, list, call) => client.ListSchedulesAsync(status, list.Range, list, call, filter));
    }

    private string? FindScheduleId(string idOrLink) =>
        FindId(idOrLink, static (client, text) => ((XplentyClient)client).GetScheduleId(text));
}
