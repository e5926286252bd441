using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;
using JobStatus.Services.Lists;

namespace JobStatus.Commands;

/// <summary>Lists the schedules of all services, sorted by their next run.</summary>
[Cmdlet(VerbsCommon.Get, "RemoteSchedule", HelpUri = HelpPages.Root + "Get-RemoteSchedule.md")]
[OutputType(typeof(AlmaSchedule), typeof(XplentySchedule), typeof(AlteryxSchedule))]
public sealed class GetRemoteScheduleCommand : RemoteListCommand
{
    private readonly List<RemoteSchedule> _schedules = [];

    /// <summary>Lists only schedules with these names. Wildcards are supported.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(RemoteScheduleNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>
    /// Lists only schedules that start a job from now until the end of this time span, in seconds or as a TimeSpan. Schedules that
    /// are disabled are left out.
    /// </summary>
    [Parameter]
    [WaitDurationArgument]
    [ValidateScheduleTimeSpan]
    public WaitDuration? Within { get; set; }

    private protected override string NoConnection => "There is no connection to a service with schedules.";

    /// <summary>Writes the schedules when all of them have been read.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        var names = new NamePatterns(Name);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        IOrderedEnumerable<RemoteSchedule> sorted = _schedules
            .Where(schedule => names.IsMatch(schedule.Name) && (Within is null || IsWithin(schedule, now, Within.Value)))
            .OrderBy(schedule => schedule.NextRunInstant ?? DateTimeOffset.MaxValue)
            .ThenBy(schedule => schedule.Service, StringComparer.Ordinal)
            .ThenBy(schedule => schedule.Connection, StringComparer.OrdinalIgnoreCase)
            .ThenBy(schedule => schedule.Name, StringComparer.OrdinalIgnoreCase);
        WriteObject(sorted, enumerateCollection: true);
    }

    private static bool IsWithin(RemoteSchedule schedule, DateTimeOffset now, TimeSpan time) =>
        schedule.Enabled != false && schedule.NextRunInstant is { } next && next >= now && next - now <= time;

    // The schedules of a connection are returned only if all of them could be read.
    private protected override async Task ReadAsync(JobServiceClient client, CallContext call)
    {
        var list = new ListCollector<RemoteSchedule>();
        await client.ListSchedulesAsync(list, call).ConfigureAwait(false);
        Pump.Post(() => _schedules.AddRange(list.Items));
    }
}
