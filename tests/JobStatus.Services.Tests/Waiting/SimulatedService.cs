using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Alma;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>
/// A simulated service on a virtual clock. A test can make it misbehave in several ways. The list classes of the product read
/// its lists.
/// </summary>
internal sealed class SimulatedService(FakeClock clock, string service, Random random) : IJobListReader
{
    public const int MaxPageSize = 100;

    private readonly DateTimeOffset _start = clock.GetUtcNow();
    private readonly Dictionary<string, SimulatedJob> _jobs = [];

    private ((string List, double At, DateTimeOffset From) Key, (SimulatedJob Job, SimulatedJob.Update Update)[] Rows)? _rows;

    public string Service { get; } = service;

    public RequestBudget Budget { get; init; } = RequestBudget.For(
        clock, new Uri("https://simulated.test"), new RateLimits(), [Guid.NewGuid().ToString()]);

    /// <summary>The difference between the clock of the service and the local clock.</summary>
    public TimeSpan ClockOffset { get; init; }

    public TimeSpan ClockDifference => ClockOffset;

    /// <summary>Gets the response time in seconds.</summary>
    public Func<double> Latency { get; init; } = () => 0;

    public ListOrder Order { get; init; }

    /// <summary>Whether the service ignores the parameter that limits the list of updated jobs.</summary>
    public bool IgnoresUpdatedSince { get; init; }

    /// <summary>Whether the service ignores the parameter that sorts the list of updated jobs.</summary>
    public bool IgnoresSort { get; init; }

    /// <summary>Whether lists report a finished job as it was before it finished.</summary>
    public bool ListsHideCompletions { get; init; }

    public int PageSize { get; init; } = MaxPageSize;

    /// <summary>The probability that an item appears twice on a page.</summary>
    public double DuplicateProbability { get; init; }

    /// <summary>The probability that a request fails with a transient error.</summary>
    public double FaultProbability { get; init; }

    /// <summary>The probability that a page is empty although there are more items.</summary>
    public double EmptyPageProbability { get; init; }

    /// <summary>Gets the total that the service reports for a list of this length, or null if it reports none.</summary>
    public Func<int, long?> GetTotal { get; init; } = static count => count;

    /// <summary>Gets the error of a list request at this time, or null if it succeeds.</summary>
    public Func<string, double, JobServiceErrorKind?> ListError { get; init; } = static (_, _) => null;

    /// <summary>Gets the error of a request for a single job at this time, or null if it succeeds.</summary>
    public Func<string, double, JobServiceErrorKind?> ReadError { get; init; } = static (_, _) => null;

    /// <summary>The requests: the time, and the name of a list or the id of a job.</summary>
    public List<(double At, string What, bool IsList)> Requests { get; } = [];

    public IEnumerable<string> ListRequests => Requests.Where(request => request.IsList).Select(request => request.What);

    public IEnumerable<string> SingleReads => Requests.Where(request => !request.IsList).Select(request => request.What);

    public double Elapsed => (clock.GetUtcNow() - _start).TotalSeconds;

    public DateTimeOffset TimestampAt(double seconds) => _start.AddSeconds(seconds) + ClockOffset;

    public SimulatedService Add(SimulatedJob job)
    {
        _jobs.Add(job.Id, job);
        return this;
    }

    /// <summary>Adds a job that runs for this number of seconds from the start of the simulation.</summary>
    public SimulatedService Add(string id, double seconds, double updateInterval = 20, string? status = null)
    {
        SimulatedJob job = new(id);
        for (double at = 0; at < seconds; at += updateInterval)
        {
            AddUpdate(job, at, "running", at / seconds);
        }

        AddUpdate(job, seconds, status ?? "completed", 1);
        return Add(job);
    }

    /// <summary>Gets the job as the service returns it now for a single request.</summary>
    public RemoteJob GetJob(string id) => Job(_jobs[id], _jobs[id].At(Elapsed), isFromList: false);

    public JobTarget[] Targets(IEnumerable<string> ids, bool known = false) =>
        [.. ids.Select(id => new JobTarget(id, known ? GetJob(id) : null, this))];

    public async Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call)
    {
        foreach (JobTarget target in targets)
        {
            JobReadResult result;
            try
            {
                await RequestAsync(target.Id, isList: false, call);
                SimulatedJob job = _jobs[target.Id];
                result = Elapsed >= job.DeletedFrom
                    ? new JobReadResult(target, Error(JobServiceErrorKind.JobNotFound))
                    : new JobReadResult(target, Job(job, job.At(Elapsed), isFromList: false));
            }
            catch (JobServiceException error)
            {
                result = new JobReadResult(target, error);
            }

            report(result);
        }
    }

    public IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) => Service switch
    {
        "Xplenty" => lastSeen is null ? ["newest"] : lastSeen is XplentyJob { UpdatedInstant: not null } ? ["updated"] : [],
        "Alma" => DefinitionIdOf(lastSeen!) is { } definition ? [definition] : [],
        _ => DefinitionIdOf(lastSeen!) is { } definition ? ["queue", definition] : ["queue"],
    };

    public JobList CreateList(string name) => (Service, name) switch
    {
        ("Xplenty", "newest") => new PlainJobList((offset, call) => PageAsync(name, offset, null, call)),
        ("Xplenty", _) => new XplentyUpdatedJobs(
            (query, offset, call) => PageAsync(name, offset, query.UpdatedSince, call),
            clock,
            () => TimestampAt(Elapsed)),
        ("Alma", _) => new AlmaInstances((_, offset, call) => PageAsync(name, offset, null, call)),
        (_, "queue") => new PlainJobList((offset, call) => PageAsync(name, offset, null, call), stopsAtUnrelatedPage: false),
        _ => new PlainJobList((offset, call) => PageAsync(name, offset, null, call)),
    };

    public string? DefinitionIdOf(RemoteJob job) => job switch
    {
        XplentyJob run => run.PackageId?.ToString(CultureInfo.InvariantCulture),
        AlmaJobInstance run => run.JobId,
        AlteryxJob run => run.WorkflowId,
        _ => null,
    };

    public async Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call)
    {
        await RequestAsync($"runs of {DefinitionIdOf(job)}", isList: true, call);
        return [];
    }

    /// <summary>Adds an update to a job that is visible everywhere immediately.</summary>
    public void AddUpdate(SimulatedJob job, double at, string status, double? progress) =>
        job.Updates.Add(new SimulatedJob.Update(at, at, TimestampAt(at), status, progress));

    public JobServiceException Error(JobServiceErrorKind kind, TimeSpan? retryAfter = null) =>
        new(Service, kind, $"Simulated {kind} error.", "Do something.") { RetryAfter = retryAfter };

    private async Task RequestAsync(string what, bool isList, CallContext call)
    {
        Requests.Add((Elapsed, what, isList));
        if (Latency() is > 0 and var seconds)
        {
            await clock.Delay(TimeSpan.FromSeconds(seconds), call.CancellationToken);
        }

        call.CancellationToken.ThrowIfCancellationRequested();
        if ((isList ? ListError(what, Elapsed) : ReadError(what, Elapsed)) is { } kind)
        {
            throw Error(kind);
        }

        if (random.NextDouble() < FaultProbability)
        {
            throw random.Next(3) switch
            {
                0 => Error(JobServiceErrorKind.ServiceUnavailable),
                1 => Error(JobServiceErrorKind.UnexpectedResponse),
                _ => Error(JobServiceErrorKind.LimitReached, TimeSpan.FromSeconds(random.Next(5))),
            };
        }
    }

    private async Task<ListPage<RemoteJob>> PageAsync(string list, long offset, DateTimeOffset? since, CallContext call)
    {
        await RequestAsync(list, isList: true, call);
        double now = Elapsed;

        // The service compares the since parameter and its own times in whole seconds.
        DateTimeOffset from = since is { } updatedSince && !IgnoresUpdatedSince ? TruncateToSecond(updatedSince) : DateTimeOffset.MinValue;
        bool isCached = Order != ListOrder.Shuffled && _rows?.Key == (list, now, from);
        (SimulatedJob Job, SimulatedJob.Update Update)[] rows = isCached ? _rows!.Value.Rows : Sort(
            _jobs.Values
                .Select(job => (Job: job, Update: ListedAt(job, now)!))
                .Where(row => row.Update is not null)
                .Where(row =>
                    since is null || IgnoresUpdatedSince || (row.Update.Timestamp is { } stamp && TruncateToSecond(stamp) >= from))
                .Where(row => list != "queue" || row.Update.Status is not "completed")
                .Where(row => list is "queue" or "newest" or "updated" || list == DefinitionIdOf(row.Job)),
            byUpdate: list == "updated" && !IgnoresSort);
        _rows = ((list, now, from), rows);
        List<RemoteJob> items = random.NextDouble() < EmptyPageProbability
            ? []
            : [.. rows.Skip((int)Math.Min(offset, int.MaxValue)).Take(PageSize).Select(row => Job(row.Job, row.Update, isFromList: true))];
        items.AddRange(items.Where(_ => random.NextDouble() < DuplicateProbability).ToArray());
        return new ListPage<RemoteJob>(items, Service == "Xplenty" ? null : GetTotal(rows.Length), Math.Min(items.Count, PageSize));
    }

    private (SimulatedJob Job, SimulatedJob.Update Update)[] Sort(
        IEnumerable<(SimulatedJob Job, SimulatedJob.Update Update)> rows, bool byUpdate)
    {
        (SimulatedJob, SimulatedJob.Update)[] ordered = [.. byUpdate
            ? rows.OrderByDescending(row => row.Update.Timestamp)
            : rows.OrderByDescending(row => row.Job.Updates[0].At).ThenByDescending(row => row.Job.Id, StringComparer.Ordinal)];
        switch (Order)
        {
            case ListOrder.Reversed:
                Array.Reverse(ordered);
                break;
            case ListOrder.Shuffled:
                random.Shuffle(ordered);
                break;
        }

        return ordered;
    }

    private SimulatedJob.Update? ListedAt(SimulatedJob job, double now) =>
        ListsHideCompletions && now >= job.FinishesAt ? job.ListedAt(job.FinishesAt - 0.001) : job.ListedAt(now);

    private static DateTimeOffset TruncateToSecond(DateTimeOffset time) =>
        new(time.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private static string DefinitionIdOf(SimulatedJob job) => job.DefinitionNumber.ToString(CultureInfo.InvariantCulture);

    private RemoteJob Job(SimulatedJob job, SimulatedJob.Update update, bool isFromList) => Service switch
    {
        "Xplenty" => new XplentyJob
        {
            Id = job.Id,
            Status = update.Status,
            Progress = update.Progress,
            SubmittedInstant = job.Updates[0].Timestamp,
            UpdatedInstant = update.Timestamp,
            PackageId = job.DefinitionNumber,
            ObservedInstant = clock.GetUtcNow(),
        },
        "Alma" => new AlmaJobInstance
        {
            Id = job.Id,
            JobId = DefinitionIdOf(job),
            Status = update.Status switch { "running" => "RUNNING", "completed" => "COMPLETED_SUCCESS", string status => status },
            Progress = update.Progress * 100,
            SubmittedInstant = job.Updates[0].Timestamp,
            ObservedInstant = clock.GetUtcNow(),
            IsFromList = isFromList,
        },
        _ => new AlteryxJob
        {
            Id = job.Id,
            WorkflowId = DefinitionIdOf(job),
            Status = update.Status switch { "running" => "Running", "completed" => "Completed", string status => status },
            Disposition = !isFromList && update.Status is "completed" ? "Success" : null,
            SubmittedInstant = job.Updates[0].Timestamp,
            ObservedInstant = clock.GetUtcNow(),
            IsFromList = isFromList,
        },
    };
}

/// <summary>The order of the lists of a simulated service.</summary>
internal enum ListOrder
{
    /// <summary>The documented order.</summary>
    Documented,

    /// <summary>The reverse of the documented order.</summary>
    Reversed,

    /// <summary>A random order that differs for each page.</summary>
    Shuffled,
}
