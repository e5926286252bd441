using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using JobStatus.Tests;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>No end of a job is missed or told twice, however its service behaves: shown in worlds that are drawn by lot.</summary>
public sealed class EndTests : WaitTest
{
    private const double MaximumInterval = 30;

    // What a list passed over is met when it is read as a whole again, every ten minutes.
    private const double Sweep = 600;

    // Faults put looks off.
    private const double Grace = 12 * MaximumInterval;

    public static TheoryData<string, int> Lots
    {
        get
        {
            // These have failed once; the others are new each time.
            TheoryData<string, int> lots = new() { { "Xplenty", 1 }, { "Alma", 1 }, { "Alteryx", 1 } };
            foreach (string service in new[] { "Xplenty", "Alma", "Alteryx" })
            {
                lots.Add(service, Random.Shared.Next());
            }

            return lots;
        }
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Lots))]
    public async Task Every_end_is_told_exactly_once_in_whatever_world(string service, int firstSeed)
    {
        Figures.Report($"40 random worlds of {service}, with faults, from seed {firstSeed}");
        for (int world = 0; world < 40; world++)
        {
            int seed = unchecked(firstSeed + world);
            try
            {
                await LiveAsync(service, seed);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !Token.IsCancellationRequested)
            {
                throw new InvalidOperationException($"{service}, seed {seed}: {fault.Message}", fault);
            }
        }
    }

    private static async Task LiveAsync(string service, int seed)
    {
        Random random = new(seed);
        FakeClock clock = new();
        SimulatedService world = World(clock, service, random);
        SimulatedJob[] jobs = [.. Jobs(world, random)];
        bool known = random.Next(2) == 0;
        int waits = random.Next(1, 4);

        // Some jobs are waited for by more than one.
        List<(RecordingObserver Observer, SimulatedJob[] Jobs, Task Wait)> all = [];
        for (int number = 0; number < waits; number++)
        {
            RecordingObserver told = new(clock);
            SimulatedJob[] mine = [.. jobs.Where(job => number == 0 || random.Next(3) == 0)];
            IEnumerable<WaitTarget> targets = world.Targets(mine.Select(job => job.Id), known).Concat(world.Targets(mine.Take(1).Select(job => job.Id)));
            WaitOptions options = new() { Time = clock, MaximumInterval = TimeSpan.FromSeconds(MaximumInterval) };
            all.Add((told, mine, JobWaiter.WaitAsync(targets, options, told, new CallContext(Token))));
        }

        Task ended = Task.WhenAll(all.Select(one => one.Wait));
        await DriveAsync(clock, ended, () => world.Elapsed < 20_000);
        await ended;

        Assert.Empty(clock.Timers);
        foreach ((RecordingObserver told, SimulatedJob[] mine, _) in all)
        {
            Assert.Equal(mine.Select(job => job.Id).Order(), told.FinishedIds.Concat(told.GivenUp.Select(given => given.Target.Id)).Order());
            foreach ((double at, RemoteJob job) in told.Finished)
            {
                SimulatedJob truth = mine.Single(one => one.Id == job.Id);
                Assert.True(at >= truth.EndsAt, $"{job.Id} was told at {at}, before its end at {truth.EndsAt}.");
                Assert.True(at <= truth.EndsAt + Sweep + Grace, $"{job.Id} ended at {truth.EndsAt} and was told at {at}.");
                Assert.True(job.IsFinished && !job.IsFromList, $"{job.Id} is not final.");
                Assert.True(truth.GoneFrom > truth.EndsAt, $"{job.Id} was gone before it ended.");
            }

            foreach ((double at, JobTarget target, JobServiceException error) in told.GivenUp)
            {
                SimulatedJob truth = mine.Single(one => one.Id == target.Id);
                Assert.Equal(JobServiceErrorKind.JobNotFound, error.Kind);
                Assert.InRange(at, truth.GoneFrom, truth.GoneFrom + Sweep + Grace);
            }
        }
    }

    private static SimulatedService World(FakeClock clock, string service, Random random)
    {
        double slowest = Pick(random, 0, 0, 0.2, 3);
        double refusedFrom = Pick(random, 0, 100, 900);
        JobServiceErrorKind[] refusals =
        [
            JobServiceErrorKind.AccessDenied, JobServiceErrorKind.JobNotFound, JobServiceErrorKind.InvalidRequest, JobServiceErrorKind.NotSupportedByServer,
            JobServiceErrorKind.ServiceUnavailable, JobServiceErrorKind.UnexpectedResponse,
        ];
        JobServiceErrorKind refusal = Pick(random, refusals);
        string? refused = Pick(random, null, null, null, "newest", "updated", "queue", "0", "1", "every");
        double lies = Pick(random, 1, 1, 0.5, 3);
        return new SimulatedService(clock, service, random)
        {
            ClockOff = TimeSpan.FromMinutes(Pick(random, 0, 0, 3, -3, 600, -600)),
            Latency = () => slowest * random.NextDouble(),
            Order = Pick(random, ListOrder.Right, ListOrder.Right, ListOrder.Reversed, ListOrder.Shuffled),
            IgnoresSince = random.Next(5) == 0,
            PageSize = Pick(random, SimulatedService.LargestPage, SimulatedService.LargestPage, 20),
            Duplicates = Pick(random, 0, 0, 0.3),
            Faults = Pick(random, 0, 0.05, 0.2),
            EmptyPages = Pick(random, 0, 0, 0.1),
            TotalOf = count => lies <= 0 ? null : (long)(count * lies),
            ListFault = (list, at) => at >= refusedFrom && (refused == list || refused == "every") ? refusal : null,
        };
    }

    private static IEnumerable<SimulatedJob> Jobs(SimulatedService world, Random random)
    {
        double late = Pick(random, 0, 0, 3, 90);
        double odd = Pick(random, 0, 0, 0.2);
        int works = random.Next(1, 4);
        int mine = Pick(random, 1, 2, 5, 40, 120);
        int others = Pick(random, 0, 30, 250);
        for (int number = 0; number < mine + others; number++)
        {
            SimulatedJob job = new($"{1000 + random.Next(9000)}{number}")
            {
                Work = random.Next(works),
                UnlistedFrom = random.Next(15) == 0 ? random.Next(1500) : double.MaxValue,
                GoneFrom = random.Next(15) == 0 ? random.Next(1, 2000) : double.MaxValue,
            };
            double end = Pick(random, 0, 1, 30, 300, 1500) * (0.5 + random.NextDouble());
            double at = -random.Next(200);
            for (int update = 0; update < 10 && at < end; update++, at += Math.Max(1, end / 8) * random.NextDouble() * 2)
            {
                Happen(job, at, "running", random.Next(3) == 0 ? null : Math.Max(0, at / Math.Max(1, end)));
            }

            Happen(job, end, "completed", 1);
            world.Add(job);
            if (number < mine)
            {
                yield return job;
            }
        }

        void Happen(SimulatedJob job, double at, string status, double? progress)
        {
            DateTimeOffset? stamp = world.StampAt(at);
            if (random.NextDouble() < odd)
            {
                stamp = Pick<DateTimeOffset?>(random, null, stamp + TimeSpan.FromDays(1), stamp - TimeSpan.FromDays(1), DateTimeOffset.MinValue);
            }

            double visible = Math.Max(at + (late * random.NextDouble()), job.Updates.Count > 0 ? job.Updates[^1].VisibleAt : double.MinValue);
            job.Updates.Add(new SimulatedJob.Update(at, visible, stamp, status, progress));
        }
    }

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
