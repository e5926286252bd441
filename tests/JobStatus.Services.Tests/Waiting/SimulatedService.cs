using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>
/// A service on a virtual clock that misbehaves in whatever ways a test chooses. Its lists are read by the module's own
/// list classes.
/// </summary>
internal sealed class SimulatedService(FakeClock clock, string service, Random random) : IJobListReader
{
    public const int LargestPage = 100;

    private readonly DateTimeOffset _start = clock.GetUtcNow();
    private readonly Dictionary<string, SimulatedJob> _jobs = [];

    private ((string List, double At, DateTimeOffset From) Of, (SimulatedJob Job, SimulatedJob.Update Update)[] Rows)? _rows;

    public string Service { get; } = service;

    public RequestBudget Budget { get; init; } = RequestBudget.For(clock, new Uri("https://simulated.test"), new RateLimits(), [Guid.NewGuid().ToString()]);

    /// <summary>By how much the service's clock is ahead.</summary>
    public TimeSpan ClockOff { get; init; }

    /// <summary>How long an answer takes, in seconds.</summary>
    public Func<double> Latency { get; init; } = () => 0;

    public ListOrder Order { get; init; }

    /// <summary>Whether the list by updates gives all jobs, whatever it was asked for.</summary>
    public bool IgnoresSince { get; init; }

    public int PageSize { get; init; } = LargestPage;

    /// <summary>How likely an item stands on a page twice.</summary>
    public double Duplicates { get; init; }

    /// <summary>How likely a request meets a fault that passes.</summary>
    public double Faults { get; init; }

    /// <summary>How likely a page comes empty although there is more.</summary>
    public double EmptyPages { get; init; }

    /// <summary>What the service says of the length of a list; null for nothing.</summary>
    public Func<int, long?> TotalOf { get; init; } = static count => count;

    /// <summary>What a list meets at a time instead of being given; null for nothing.</summary>
    public Func<string, double, JobServiceErrorKind?> ListFault { get; init; } = static (_, _) => null;

    /// <summary>What reading one job meets at a time instead of being answered; null for nothing.</summary>
    public Func<string, double, JobServiceErrorKind?> ReadFault { get; init; } = static (_, _) => null;

    /// <summary>What was asked for: a list or an id, and when.</summary>
    public List<(double At, string What, bool IsList)> Requests { get; } = [];

    public IEnumerable<string> ListRequests => Requests.Where(request => request.IsList).Select(request => request.What);

    public IEnumerable<string> SingleReads => Requests.Where(request => !request.IsList).Select(request => request.What);

    public double Elapsed => (clock.GetUtcNow() - _start).TotalSeconds;

    public DateTimeOffset StampAt(double seconds) => _start.AddSeconds(seconds) + ClockOff;

    public SimulatedService Add(SimulatedJob job)
    {
        _jobs.Add(job.Id, job);
        return this;
    }

    /// <summary>Adds a job that runs from the start on for so many seconds.</summary>
    public SimulatedService Add(string id, double seconds, double reports = 20, string? status = null)
    {
        SimulatedJob job = new(id);
        for (double at = 0; at < seconds; at += reports)
        {
            Happens(job, at, "running", at / seconds);
        }

        Happens(job, seconds, status ?? "completed", 1);
        return Add(job);
    }

    /// <summary>The job as it is now, as a read of it alone gives it.</summary>
    public RemoteJob Seen(string id) => Job(_jobs[id], _jobs[id].At(Elapsed), isFromList: false);

    public WaitTarget[] Targets(IEnumerable<string> ids, bool known = false) =>
        [.. ids.Select(id => new WaitTarget(this, new JobTarget(id, known ? Seen(id) : null)))];

    public async Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call)
    {
        foreach (JobTarget target in targets)
        {
            JobReadResult reading;
            try
            {
                await RequestAsync(target.Id, isList: false, call);
                SimulatedJob job = _jobs[target.Id];
                reading = Elapsed >= job.GoneFrom
                    ? new JobReadResult(target, Error(JobServiceErrorKind.JobNotFound))
                    : new JobReadResult(target, Job(job, job.At(Elapsed), isFromList: false));
            }
            catch (JobServiceException error)
            {
                reading = new JobReadResult(target, error);
            }

            report(reading);
        }
    }

    public IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) => Service switch
    {
        "Xplenty" => lastSeen is null ? ["newest"] : lastSeen is XplentyJob { UpdatedAt: not null } ? ["updated"] : [],
        "Alma" => DefinitionIdOf(lastSeen!) is { } work ? [work] : [],
        _ => DefinitionIdOf(lastSeen!) is { } work ? ["queue", work] : ["queue"],
    };

    public JobList CreateList(string name) => (Service, name) switch
    {
        ("Xplenty", "newest") => new XplentyNewestJobs((_, offset, call) => PageAsync(name, offset, null, call)),
        ("Xplenty", _) => new XplentyUpdatedJobs((query, offset, call) => PageAsync(name, offset, query.UpdatedSince, call), clock),
        ("Alma", _) => new AlmaInstances((_, offset, call) => PageAsync(name, offset, null, call)),
        (_, "queue") => new AlteryxQueue((offset, call) => PageAsync(name, offset, null, call)),
        _ => new AlteryxWorkflowJobs((offset, call) => PageAsync(name, offset, null, call)),
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

    /// <summary>Lets something happen to a job, seen everywhere at once.</summary>
    public void Happens(SimulatedJob job, double at, string status, double? progress) =>
        job.Updates.Add(new SimulatedJob.Update(at, at, StampAt(at), status, progress));

    public JobServiceException Error(JobServiceErrorKind kind, TimeSpan? retryAfter = null) =>
        new(Service, kind, $"The {kind} of the simulation.", "Do something.") { RetryAfter = retryAfter };

    private async Task RequestAsync(string what, bool isList, CallContext call)
    {
        Requests.Add((Elapsed, what, isList));
        if (Latency() is > 0 and var seconds)
        {
            await clock.Delay(TimeSpan.FromSeconds(seconds), call.CancellationToken);
        }

        call.CancellationToken.ThrowIfCancellationRequested();
        if ((isList ? ListFault(what, Elapsed) : ReadFault(what, Elapsed)) is { } kind)
        {
            throw Error(kind);
        }

        if (random.NextDouble() < Faults)
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

        // The grain of "since" is a second, and so is that of the service's own times there.
        DateTimeOffset from = since is { } given && !IgnoresSince ? Second(given) : DateTimeOffset.MinValue;
        (SimulatedJob Job, SimulatedJob.Update Update)[] rows = _rows is { } kept && Order != ListOrder.Shuffled && kept.Of == (list, now, from) ? kept.Rows : InOrder(
            _jobs.Values
                .Select(job => (Job: job, Update: job.ListedAt(now)!))
                .Where(row => row.Update is not null)
                .Where(row => since is null || IgnoresSince || (row.Update.Stamp is { } stamp && Second(stamp) >= from))
                .Where(row => list != "queue" || row.Update.Status is not "completed")
                .Where(row => list is "queue" or "newest" or "updated" || list == WorkName(row.Job)),
            byUpdate: list == "updated");
        _rows = ((list, now, from), rows);
        List<RemoteJob> items = random.NextDouble() < EmptyPages ? [] : [.. rows.Skip((int)Math.Min(offset, int.MaxValue)).Take(PageSize).Select(row => Job(row.Job, row.Update, isFromList: true))];
        items.AddRange(items.Where(_ => random.NextDouble() < Duplicates).ToArray());
        return new ListPage<RemoteJob>(items, Service == "Xplenty" ? null : TotalOf(rows.Length), Math.Min(items.Count, PageSize));
    }

    private (SimulatedJob Job, SimulatedJob.Update Update)[] InOrder(IEnumerable<(SimulatedJob Job, SimulatedJob.Update Update)> rows, bool byUpdate)
    {
        (SimulatedJob, SimulatedJob.Update)[] ordered = [.. byUpdate
            ? rows.OrderByDescending(row => row.Update.Stamp)
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

    private static DateTimeOffset Second(DateTimeOffset time) => new(time.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private static string WorkName(SimulatedJob job) => job.Work.ToString(CultureInfo.InvariantCulture);

    private RemoteJob Job(SimulatedJob job, SimulatedJob.Update update, bool isFromList) => Service switch
    {
        "Xplenty" => new XplentyJob
        {
            Id = job.Id,
            Status = update.Status,
            Progress = update.Progress,
            SubmittedAt = job.Updates[0].Stamp,
            UpdatedAt = update.Stamp,
            PackageId = job.Work,
            ObservedAt = clock.GetUtcNow(),
        },
        "Alma" => new AlmaJobInstance
        {
            Id = job.Id,
            JobId = WorkName(job),
            Status = update.Status switch { "running" => "RUNNING", "completed" => "COMPLETED_SUCCESS", string status => status },
            Progress = update.Progress * 100,
            SubmittedAt = job.Updates[0].Stamp,
            ObservedAt = clock.GetUtcNow(),
            IsFromList = isFromList,
        },
        _ => new AlteryxJob
        {
            Id = job.Id,
            WorkflowId = WorkName(job),
            Status = update.Status switch { "running" => "Running", "completed" => "Completed", string status => status },
            Disposition = !isFromList && update.Status is "completed" ? "Success" : null,
            SubmittedAt = job.Updates[0].Stamp,
            ObservedAt = clock.GetUtcNow(),
            IsFromList = isFromList,
        },
    };
}

/// <summary>In which order a simulated service gives its lists.</summary>
internal enum ListOrder
{
    /// <summary>As documented.</summary>
    Right,

    /// <summary>The other way round.</summary>
    Reversed,

    /// <summary>Differently for each page.</summary>
    Shuffled,
}
