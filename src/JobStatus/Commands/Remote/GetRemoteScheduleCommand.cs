using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus.Commands;

/// <summary>Lists the schedules of all services, sorted by their next run.</summary>
[Cmdlet(VerbsCommon.Get, "RemoteSchedule", HelpUri = HelpPages.Root + "Get-RemoteSchedule.md")]
[OutputType(typeof(AlmaSchedule), typeof(XplentySchedule), typeof(AlteryxSchedule))]
public sealed class GetRemoteScheduleCommand : AsyncCommand
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

    /// <summary>Lists only schedules of these services. Wildcards are supported.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Service { get; set; } = ["*"];

    /// <summary>The connections to use, by name or as objects. Wildcards are supported. The default is all connections.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public ConnectionReference[]? Connection { get; set; }

    /// <summary>Starts reading the schedules.</summary>
    protected override void ProcessRecord()
    {
        foreach (JobStatusConnection connection in FindConnections())
        {
            Read(connection);
        }
    }

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

    private IEnumerable<JobStatusConnection> FindConnections()
    {
        JobStatusConnection[] objects = [.. (Connection ?? []).Select(reference => reference.Connection).OfType<JobStatusConnection>()];
        string[] names = Connection is null
            ? ["*"]
            : [.. Connection.Where(reference => reference.Connection is null).Select(reference => reference.Name)];
        var services = new NamePatterns(Service);
        IEnumerable<JobStatusConnection> selected = objects.Where(connection => services.IsMatch(connection.Service));
        return names.Length == 0
            ? selected
            : selected.Union(ConnectionSearch.FindOrReport(
                this, names, Service, Connection is not null, "There is no connection to a service with schedules."));
    }

    // The schedules of a connection are returned only if all of them could be read.
    private void Read(JobStatusConnection connection)
    {
        try
        {
            JobServiceClient client = ConnectionStore.Find(connection.Service, new ConnectionReference(connection)).Client;
            Start(
                async call =>
                {
                    var list = new ListCollector<RemoteSchedule>();
                    await client.ListSchedulesAsync(list, call).ConfigureAwait(false);
                    Pump.Post(() => _schedules.AddRange(list.Items));
                },
                exception => WriteError(ErrorRecords.From(exception, connection)));
        }
        catch (JobServiceException exception)
        {
            WriteError(ErrorRecords.From(exception, connection));
        }
    }
}
