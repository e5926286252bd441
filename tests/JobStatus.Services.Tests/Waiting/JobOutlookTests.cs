using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests what a watch can find out about the jobs of a wait without requests of its own.</summary>
public sealed class JobOutlookTests : WaitTest
{
    [Fact]
    public async Task A_job_is_returned_as_it_was_last_read_with_its_expected_completion()
    {
        Reader.AddJob("1", 1000);
        JobTarget target = Jobs("1")[0];
        JobOutlook? last = null;
        var errors = new List<double>();
        Observer.BeforeRecord = name =>
        {
            if (name == nameof(IWaitObserver.OnProgress) && JobWaiter.FindOutlook(target, last?.Job) is { } outlook)
            {
                Assert.Null(JobWaiter.FindOutlook(target, outlook.Job));
                last = outlook;
                if (outlook.ExpectedEnd is { } end)
                {
                    errors.Add(Math.Abs((end - Start).TotalSeconds - 1000));
                }
            }
        };

        await RunAsync([target]);

        Assert.NotNull(last);
        Assert.NotEmpty(errors);
        Assert.All(errors.Skip(2), error => Assert.InRange(error, 0, 10));
        Assert.Null(JobWaiter.FindOutlook(target, null));
    }

    [Fact]
    public async Task A_watch_that_looks_every_second_costs_no_more_requests_than_the_wait()
    {
        double[] seconds = [.. Enumerable.Range(1, 40).Select(number => number * 45.0)];
        int[] counts = new int[2];
        foreach (bool watches in new[] { false, true })
        {
            var clock = new FakeClock();
            var reader = new ScriptedReader(clock);
            JobTarget[] targets =
            [
                .. seconds.Select((duration, index) =>
                    new JobTarget($"{index}", reader: reader.AddJob($"{index}", duration, index % 5 == 0 ? "failed" : "completed"))),
            ];
            var observer = new RecordingObserver(clock)
            {
                BeforeRecord = name =>
                {
                    if (watches && name == nameof(IWaitObserver.OnProgress))
                    {
                        Assert.All(targets, target => JobWaiter.FindOutlook(target, null));
                    }
                },
            };
            Task wait = JobWaiter.WaitAsync(
                targets,
                new WaitOptions { Time = clock, ProgressInterval = watches ? TimeSpan.FromSeconds(1) : null },
                observer,
                new CallContext(Token));
            await AdvanceClockAsync(clock, wait);
            await wait;
            Assert.Equal(40, observer.Finished.Count);
            Assert.True(!watches || observer.Progress.Count(progress => progress.IsRegular) > 1700);
            counts[watches ? 1 : 0] = reader.Polls.Sum(poll => poll.Ids.Length);
        }

        // The intervals vary at random.
        Assert.InRange(counts[1], counts[0] * 0.9, counts[0] * 1.1);
    }

    [Fact]
    public async Task Nothing_is_returned_for_a_job_that_was_never_read_or_that_no_wait_polls()
    {
        Reader.AddJob("1", _ => Reader.Error(JobServiceErrorKind.ServiceUnavailable));
        JobTarget target = Jobs("1")[0];
        Observer.BeforeRecord = _ => Assert.Null(JobWaiter.FindOutlook(target, null));

        await RunAsync([target], TimeoutAfter(30));

        Assert.Single(Observer.Abandoned);
        Assert.Null(JobWaiter.FindOutlook(new JobTarget("1"), null));
        Assert.Null(JobWaiter.FindOutlook(new JobTarget("2", reader: Reader), null));
    }
}
