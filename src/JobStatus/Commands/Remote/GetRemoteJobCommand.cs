using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;
using JobStatus.Services.Lists;

namespace JobStatus.Commands;

/// <summary>Lists the jobs of all services that were active recently, or that have not finished, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "RemoteJob", DefaultParameterSetName = BySince, HelpUri = HelpPages.Root + "Get-RemoteJob.md")]
[OutputType(typeof(AlmaJobInstance), typeof(XplentyJob), typeof(AlteryxJob))]
public sealed class GetRemoteJobCommand : RemoteListCommand
{
    private const string BySince = "Since";
    private const string ByRunning = "Running";

    private static readonly TimeSpan DefaultPeriod = TimeSpan.FromDays(1);

    private readonly List<RemoteJob> _jobs = [];

    /// <summary>Lists only jobs with these names. Wildcards are supported.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(RemoteJobNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>
    /// Lists the jobs that were submitted, started or finished at this time or later, and those that have not finished. The time
    /// can also be a time span until now, in seconds or as a TimeSpan. The default is one day.
    /// </summary>
    [Parameter(ParameterSetName = BySince)]
    [SinceArgument]
    [ValidateNotNull]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Lists only the jobs that have not finished, whatever their age.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRunning)]
    public SwitchParameter Running { get; set; }

    /// <summary>Lists only jobs with these states.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public RemoteJobState[]? State { get; set; }

    /// <summary>Lists only this number of jobs, the newest ones of all connections together.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>Also lists the runs of Alma jobs that are not scheduled. Each of these Alma jobs costs a request.</summary>
    [Parameter]
    public SwitchParameter IncludeUnscheduled { get; set; }

    private protected override string NoConnection => "There is no connection to list jobs from.";

    /// <summary>Rejects a time in the future, which is probably a mistake.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Since > DateTimeOffset.UtcNow)
        {
            ThrowInvalidRequest(
                "all",
                "The time in -Since is in the future.",
                "Specify a time in the past, or a time span until now, such as 1.00:00:00 for one day.",
                Since);
        }

        if (ParameterSetName == ByRunning && !Running)
        {
            ThrowInvalidRequest("all", "-Running has the value false.", "Specify -Running without a value, or specify -Since.", Running);
        }
    }

    /// <summary>Writes the jobs when all of them have been read.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        var names = new NamePatterns(Name);
        RemoteJob[] newest =
        [
            .. _jobs
                .Where(job => names.IsMatch(job.Name) && (State is null || State.Contains(job.State)))
                .OrderByDescending(job => job.SortInstant)
                .ThenBy(job => job.Service, StringComparer.Ordinal)
                .ThenBy(job => job.Connection, StringComparer.OrdinalIgnoreCase)
                .ThenBy(job => job.Id, StringComparer.Ordinal)
                .Take(First ?? int.MaxValue),
        ];
        SessionHistory.Record(newest, list: this);
        PipelineVariableMarks.Mark(this, newest);
        WriteObject(newest, enumerateCollection: true);
    }

    // If a part of the list cannot be read, the other jobs of the connection are still written.
    private protected override async Task ReadAsync(JobServiceClient client, CallContext call)
    {
        var names = new NamePatterns(Name);
        var query = new RecentJobQuery
        {
            Since = Running ? null : Since ?? DateTimeOffset.UtcNow - DefaultPeriod,
            OnlyUnfinished = Running || State?.All(IsUnfinished) == true,
            IncludeUnscheduled = IncludeUnscheduled,
            First = State is null ? First ?? int.MaxValue : int.MaxValue,
            MatchesName = names.IsMatch,
        };
        int requests = 0;
        var counted = new CallContext(
            call.CancellationToken,
            call.Verbose,
            call.Warning,
            line =>
            {
                Interlocked.Increment(ref requests);
                call.Debug(line);
            }) { ItemError = call.ItemError };
        var list = new ListCollector<RemoteJob>();
        try
        {
            await client.ListRecentJobsAsync(query, list, counted).ConfigureAwait(false);
        }
        finally
        {
            call.Verbose(FormattableString.Invariant(
                $"{client.Service} connection '{client.Name}': {Count(list.Items.Count, "job")}, {Count(requests, "request")}."));
            Pump.Post(() => _jobs.AddRange(list.Items));
        }
    }

    private static bool IsUnfinished(RemoteJobState state) =>
        state is RemoteJobState.Queued or RemoteJobState.Running or RemoteJobState.Stopping;

    private static string Count(int count, string item) => FormattableString.Invariant($"{count} {item}{(count == 1 ? null : "s")}");
}
