using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Xplenty;

namespace JobStatus.Sandbox.History;

/// <summary>Adds definitions with schedules, and the runs that the schedules started in the last 30 days.</summary>
internal static class MonthOfHistory
{
    private const int Days = 30;
    private const int FirstSchedule = 3201;
    private const int RetryLimit = 2;

    // Durations differ from the usual ones by up to this share.
    private const double Variation = 0.1;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(2);

    /// <summary>Adds the history, or replaces the one that was added before.</summary>
    public static void AddTo(SandboxState state)
    {
        DateTimeOffset now = state.Clock.GetUtcNow();
        var runs = new List<(DateTimeOffset At, NewJob Job)>();
        for (int number = 0; number < RecurringJobs.All.Count; number++)
        {
            RecurringJob job = RecurringJobs.All[number];
            List<(DateTimeOffset At, NewJob Job)> own = RunsOf(job, FirstSchedule + number, now);
            AddDefinition(state, job, FirstSchedule + number, now, own.Count);
            runs.AddRange(own);
        }

        // Services number their runs in the order of their submission.
        foreach (IGrouping<SandboxService, (DateTimeOffset At, NewJob Job)> service in runs.GroupBy(run => run.Job.Service))
        {
            int number = 0;
            foreach ((DateTimeOffset at, NewJob job) in service.OrderBy(run => run.At))
            {
                number++;
                state.Jobs.Create(job with { Id = RunId(job.Service, number), SubmittedSecondsAgo = (now - at).TotalSeconds });
            }
        }
    }

    private static List<(DateTimeOffset At, NewJob Job)> RunsOf(RecurringJob job, int schedule, DateTimeOffset now)
    {
        // The same runs at every start.
        var random = new Random(schedule);
        var runs = new List<(DateTimeOffset At, NewJob Job)>();
        DateTimeOffset at = job.LatestRun(now);
        for (int ago = 0; now - at < TimeSpan.FromDays(Days); ago++, at -= job.Every)
        {
            RunException? exception = job.Exceptions.GetValueOrDefault(ago);
            double usual = job.Minutes * 60 * (1 + (Variation * ((2 * random.NextDouble()) - 1)));
            double seconds = Math.Round(usual * (exception?.Factor ?? 1));
            runs.Add((at, CreateRun(job, schedule, seconds, exception)));
            if (exception is { IsRetried: true })
            {
                NewJob retry = CreateRun(job, schedule, Math.Round(usual), exception: null);
                runs.Add((at + TimeSpan.FromSeconds(seconds) + RetryDelay, retry with { Attempts = 1 }));
            }
        }

        return runs;
    }

    private static NewJob CreateRun(RecurringJob job, int schedule, double seconds, RunException? exception) => new()
    {
        Service = job.Service,
        JobId = job.Service == SandboxService.Alma ? job.DefinitionId : null,
        PackageId = job.Service == SandboxService.Xplenty ? PackageId(job) : null,
        ScheduleId = job.Service == SandboxService.Xplenty ? schedule : null,
        RetryLimit = exception is { IsRetried: true } ? RetryLimit : null,
        WorkflowId = job.Service == SandboxService.Alteryx ? job.DefinitionId : null,
        Name = job.Name,
        SubmittedBy = job.Service == SandboxService.Alma ? "System" : null,
        DurationSeconds = seconds,
        Outcome = exception?.Outcome ?? JobOutcome.Completed,
        Errors = exception?.Error is { } error ? [error] : [],
    };

    private static void AddDefinition(SandboxState state, RecurringJob job, int schedule, DateTimeOffset now, int runCount)
    {
        DateTimeOffset last = job.LatestRun(now);
        string frequency = job.Every.TotalDays switch
        {
            >= 7 => "Weekly",
            >= 1 => "Daily",
            _ => string.Create(CultureInfo.InvariantCulture, $"Every {job.Every.TotalHours} hours"),
        };
        switch (job.Service)
        {
            case SandboxService.Alma:
                state.Definitions.Create(new NewDefinition
                {
                    Id = job.DefinitionId,
                    Name = job.Name,
                    Category = AlmaCategories.Repository,
                    Schedule = frequency,
                    NextRun = last + job.Every,
                });
                break;

            case SandboxService.Xplenty:
                state.Packages.Create(new NewPackage { Id = PackageId(job), Name = job.Name });
                state.XplentySchedules.Create(new NewXplentySchedule
                {
                    Id = schedule,
                    Name = job.Name,
                    PackageIds = [PackageId(job)],
                    NextRunInSeconds = (last + job.Every - now).TotalSeconds,
                    ExecutionCount = runCount,
                    Extra = new JsonObject
                    {
                        ["interval_amount"] = job.Every.TotalHours,
                        ["interval_unit"] = "hours",
                        ["last_run_at"] = last.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                    },
                });
                break;

            default:
                state.Workflows.Create(new NewWorkflow { Id = job.DefinitionId, Name = job.Name });
                state.AlteryxSchedules.Create(new NewAlteryxSchedule
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"66f00000000000000000{schedule:x4}"),
                    Name = job.Name,
                    WorkflowId = job.DefinitionId,
                    FirstRun = last - (job.Every * runCount),
                    EveryHours = job.Every.TotalHours,
                    LastRun = last,
                    Frequency = frequency,
                });
                break;
        }
    }

    private static long PackageId(RecurringJob job) => long.Parse(job.DefinitionId, CultureInfo.InvariantCulture);

    private static string RunId(SandboxService service, int number) => service switch
    {
        SandboxService.Alma => string.Create(CultureInfo.InvariantCulture, $"{300_000_000 + number}0000561"),
        SandboxService.Xplenty => string.Create(CultureInfo.InvariantCulture, $"{30_000 + number}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"6730a1b2c3d40000{number:x8}"),
    };
}
