using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests when a wait requests a list and when it requests individual jobs.</summary>
public sealed class ListPollTests : WaitTest
{
    private static readonly string[] Services = ["Xplenty", "Alma", "Alteryx"];

    public static TheoryData<string> AllServices => new(Services);

    [Theory]
    [MemberData(nameof(AllServices))]
    public async Task Many_jobs_are_polled_with_a_list(string service)
    {
        SimulatedService reader = Service(service, 40, 280);

        await RunAsync(reader.Targets(Ids(40), known: true));

        Assert.Equal(40, Observer.Finished.Count);
        Assert.InRange(reader.Requests.Count, 10, 100 + (service == "Xplenty" ? 0 : 40));
    }

    [Theory]
    [MemberData(nameof(AllServices))]
    public async Task A_single_job_is_polled_individually(string service)
    {
        SimulatedService reader = Service(service, 1, 500);

        await RunAsync(reader.Targets(Ids(1), known: true));

        Assert.DoesNotContain(reader.ListRequests, list => !list.StartsWith("runs of", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Xplenty", 0)]
    [InlineData("Alma", 40)]
    [InlineData("Alteryx", 80)]
    public async Task A_finished_job_in_a_list_is_read_individually_only_if_the_list_omits_fields(string service, int reads)
    {
        SimulatedService reader = Service(service, 40, 500);

        await RunAsync(reader.Targets(Ids(40), known: true));

        Assert.All(Observer.Finished, finished => Assert.False(finished.Job.IsFromList));

        // Each Alteryx job is also read once after five minutes, because its progress is not known.
        Assert.Equal(reads, reader.SingleReads.Count());
    }

    [Theory]
    [InlineData(JobServiceErrorKind.AccessDenied)]
    [InlineData(JobServiceErrorKind.JobNotFound)]
    [InlineData(JobServiceErrorKind.InvalidRequest)]
    [InlineData(JobServiceErrorKind.NotSupportedByServer)]
    public async Task The_lists_of_the_workflows_are_used_if_the_queue_is_not_available(JobServiceErrorKind kind)
    {
        SimulatedService reader = Service("Alteryx", 40, 280, new() { ListError = (list, _) => list == "queue" ? kind : null });

        await RunAsync(reader.Targets(Ids(40), known: true));

        Assert.Equal(40, Observer.Finished.Count);
        Assert.Single(reader.ListRequests, list => list == "queue");
        Assert.InRange(reader.ListRequests.Count(list => list == "0"), 10, 100);
        Assert.InRange(reader.SingleReads.Count(), 40, 130);
    }

    [Theory]
    [MemberData(nameof(AllServices))]
    public async Task Jobs_are_polled_individually_if_no_list_is_available(string service)
    {
        SimulatedService reader = Service(service, 5, 300, new() { ListError = (_, _) => JobServiceErrorKind.AccessDenied });

        await RunAsync(reader.Targets(Ids(5), known: true));

        Assert.Equal(5, Observer.Finished.Count);
        Assert.Empty(Observer.Abandoned);
        Assert.InRange(reader.ListRequests.Count(list => !list.StartsWith("runs of", StringComparison.Ordinal)), 1, 2);
    }

    [Fact]
    public async Task A_list_that_was_denied_is_tried_again_after_an_hour()
    {
        SimulatedService reader = Service(
            "Xplenty",
            10,
            9000,
            new() { ListError = (list, at) => list == "updated" && at < 3000 ? JobServiceErrorKind.AccessDenied : null });

        await RunAsync(reader.Targets(Ids(10), known: true));

        double[] requestedAt = [.. reader.Requests.Where(request => request.What == "updated").Select(request => request.At)];
        Assert.InRange(requestedAt[1] - requestedAt[0], 3600, 3700);
        Assert.True(requestedAt.Length > 20, "The list is used after it succeeds.");
        Assert.Equal(10, Observer.Finished.Count);
    }

    [Theory]
    [InlineData("Xplenty", JobServiceErrorKind.ServiceUnavailable)]
    [InlineData("Alma", JobServiceErrorKind.ServiceUnavailable)]
    [InlineData("Alteryx", JobServiceErrorKind.UnexpectedResponse)]
    public async Task A_list_is_no_longer_used_if_only_the_list_keeps_failing(string service, JobServiceErrorKind kind)
    {
        SimulatedService reader = Service(service, 10, 300, new() { ListError = (_, _) => kind });

        await RunAsync(reader.Targets(Ids(10), known: true));

        Assert.Equal(10, Observer.Finished.Count);
        Assert.All(Observer.Finished, finished => Assert.InRange(finished.At, 300, 335));
        Assert.InRange(reader.ListRequests.Count(list => !list.StartsWith("runs of", StringComparison.Ordinal)), 2, 6);
    }

    [Fact]
    public async Task Jobs_are_not_polled_individually_if_every_request_fails()
    {
        SimulatedService reader = Service("Xplenty", 50, 1500, new()
        {
            ListError = (_, at) => at < 1000 ? JobServiceErrorKind.ServiceUnavailable : null,
            ReadError = (_, at) => at < 1000 ? JobServiceErrorKind.ServiceUnavailable : null,
        });

        await RunAsync(reader.Targets(Ids(50), known: true));

        Assert.Equal(50, Observer.Finished.Count);
        Assert.InRange(reader.Requests.Count(request => !request.IsList && request.At < 1000), 1, 50);
    }

    [Fact]
    public async Task An_exhausted_quota_ends_the_wait_for_all_jobs_without_individual_requests()
    {
        SimulatedService reader = Service(
            "Alma", 50, 900, new() { ListError = (list, at) => list == "0" && at > 100 ? JobServiceErrorKind.QuotaExhausted : null });

        await RunAsync(reader.Targets(Ids(50), known: true));

        Assert.Equal(50, Observer.Abandoned.Count);
        Assert.All(Observer.Abandoned, abandoned => Assert.Equal(JobServiceErrorKind.QuotaExhausted, abandoned.Error.Kind));
        Assert.Empty(reader.SingleReads);
    }

    [Theory]
    [MemberData(nameof(AllServices))]
    public async Task Completions_are_reported_on_time_if_the_service_behaves_as_documented(string service)
    {
        SimulatedService reader = new(Clock, service, new Random(1));
        for (int number = 0; number < 150; number++)
        {
            reader.Add($"{number}", 20 * (number + 1), updateInterval: 50);
        }

        await RunAsync(reader.Targets(Ids(150), known: true));

        Assert.All(
            Observer.Finished,
            finished => Assert.InRange(finished.At - (20 * (int.Parse(finished.Job.Id, CultureInfo.InvariantCulture) + 1)), 0, 31));
        Assert.Equal(150, Observer.Finished.Count);
    }

    [Fact]
    public async Task A_job_that_is_missing_from_its_list_is_polled_individually()
    {
        SimulatedService reader = Service("Alma", 20, 900);
        SimulatedJob hidden = new("hidden") { UnlistedFrom = 0 };
        reader.AddUpdate(hidden, 0, "running", 0);
        reader.AddUpdate(hidden, 900, "completed", 1);
        reader.Add(hidden);

        await RunAsync(reader.Targets([.. Ids(20), "hidden"], known: true));

        Assert.Equal(21, Observer.Finished.Count);
        Assert.InRange(Observer.Finished.Single(finished => finished.Job.Id == "hidden").At, 900, 935);
        Assert.InRange(reader.SingleReads.Count(id => id == "hidden"), 10, 150);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task A_job_that_the_Alteryx_queue_does_not_show_is_read_by_its_id(double unlistedFrom)
    {
        SimulatedService reader = Service("Alteryx", 20, 3000);
        SimulatedJob hidden = new("hidden") { UnlistedFrom = unlistedFrom, DefinitionNumber = 1 };
        reader.AddUpdate(hidden, 0, "running", null);
        reader.AddUpdate(hidden, 900, "completed", null);
        reader.Add(hidden);

        await RunAsync(reader.Targets([.. Ids(20), "hidden"], known: true));

        Assert.InRange(Observer.Finished.Single(finished => finished.Job.Id == "hidden").At, 900, 935);
        Assert.Equal(21, Observer.Finished.Count);
        double[] readAt = [.. reader.Requests.Where(it => it.What == "hidden" && it.At > unlistedFrom).Select(it => it.At)];
        Assert.All(readAt.Zip(readAt.Skip(1)), reads => Assert.InRange(reads.Second - reads.First, 0, 62));
    }

    [Fact]
    public async Task A_new_job_is_polled_before_its_list_is_due()
    {
        SimulatedService reader = Service("Alteryx", 30, 5000);
        Task first = WaitAsync(reader.Targets(Ids(20), known: true), Options(maximumInterval: 120));
        await AdvanceClockAsync(first, () => Elapsed > 2000);
        double joined = Elapsed;
        RecordingObserver other = new(Clock);

        Task second = JobWaiter.WaitAsync(reader.Targets(Ids(30).Skip(20)), Options(), other, new CallContext(Token));

        Assert.Equal(joined, Elapsed);
        Assert.Equal(10, other.Changes.Count);
        await AdvanceClockAsync(Task.WhenAll(first, second));
    }

    [Fact]
    public async Task Two_waits_share_the_requests_for_a_list()
    {
        SimulatedService alone = Service("Xplenty", 20, 600);
        await RunAsync(alone.Targets(Ids(20), known: true));
        SimulatedService reader = Service("Xplenty", 20, 600);

        Task first = WaitAsync(reader.Targets(Ids(20).Take(15), known: true));
        Task second = JobWaiter.WaitAsync(
            reader.Targets(Ids(20).Skip(5), known: true), Options(), new RecordingObserver(Clock), new CallContext(Token));
        await AdvanceClockAsync(Task.WhenAll(first, second));
        await Task.WhenAll(first, second);

        Assert.InRange(reader.Requests.Count, 1, alone.Requests.Count * 1.4);
    }

    [Fact]
    public async Task A_job_that_finished_before_its_list_was_denied_is_not_polled_again()
    {
        int pages = 0;
        SimulatedService reader = new(Clock, "Alma", new Random(1))
        {
            PageSize = 100,
            GetTotal = _ => 200,
            ListError = (list, _) => list == "0" && ++pages == 2 ? JobServiceErrorKind.AccessDenied : null,
        };
        for (int number = 0; number < 10; number++)
        {
            reader.Add($"{number}", number == 0 ? 0 : 300, status: "completed");
        }

        await RunAsync(reader.Targets(Ids(10)));

        Assert.Equal(10, Observer.Finished.Count);
        Assert.Single(reader.SingleReads, id => id == "0");
    }

    [Fact]
    public async Task A_second_wait_with_an_outdated_status_is_notified_of_a_completion_that_the_first_wait_reported()
    {
        SimulatedService reader = Service("Xplenty", 20, 3000);
        reader.Add("quick", 100);
        JobTarget[] old = reader.Targets([.. Ids(20), "quick"], known: true);
        Task first = WaitAsync(old);
        await AdvanceClockAsync(first, () => Elapsed > 160);
        Assert.Equal(["quick"], Observer.FinishedIds);
        RecordingObserver other = new(Clock);

        Task second = JobWaiter.WaitAsync(old[^1..], Options(), other, new CallContext(Token));
        await AdvanceClockAsync(second);

        Assert.InRange(Assert.Single(other.Finished).At, 0, 31);
        await AdvanceClockAsync(first);
    }

    [Theory]
    [MemberData(nameof(AllServices))]
    public async Task A_list_that_reports_finished_jobs_as_running_delays_them_by_at_most_five_minutes(string service)
    {
        SimulatedService reader = new(Clock, service, new Random(1)) { ListsHideCompletions = true };
        for (int number = 0; number < 30; number++)
        {
            reader.Add($"{number}", 40 * (number + 1));
        }

        await RunAsync(reader.Targets(Ids(30), known: true));

        Assert.Equal(30, Observer.Finished.Count);
        Assert.All(
            Observer.Finished,
            finished => Assert.InRange(finished.At - (40 * (int.Parse(finished.Job.Id, CultureInfo.InvariantCulture) + 1)), 0, 301));
    }

    [Theory]
    [InlineData("Xplenty", 200)]
    [InlineData("Alma", 200)]
    [InlineData("Alteryx", 200)]
    [InlineData("Xplenty", 1000)]
    public async Task A_list_that_reports_finished_jobs_as_running_causes_no_timeout(string service, double timeout)
    {
        SimulatedService reader = new(Clock, service, new Random(1)) { ListsHideCompletions = true };
        for (int number = 0; number < 30; number++)
        {
            reader.Add($"{number}", timeout * 0.7);
        }

        await RunAsync(reader.Targets(Ids(30), known: true), TimeoutAfter(timeout));

        Assert.Equal(30, Observer.Finished.Count);
        Assert.Empty(Observer.Abandoned);
    }

    [Theory]
    [InlineData("Xplenty", false, 120)]
    [InlineData("Xplenty", true, 0)]
    [InlineData("Alteryx", true, 160)]
    public async Task Jobs_without_growing_progress_are_read_individually_every_five_minutes(string service, bool hasProgress, int reads)
    {
        SimulatedService reader = new(Clock, service, new Random(1));
        for (int number = 0; number < 40; number++)
        {
            reader.Add($"{number}", 1000, updateInterval: hasProgress ? 20 : 1000);
        }

        await RunAsync(reader.Targets(Ids(40), known: true), Options(maximumInterval: 120));

        Assert.InRange(reader.SingleReads.Count(), reads, reads + 20);
    }

    [Fact]
    public async Task A_job_with_an_update_time_in_the_future_hides_no_other_job()
    {
        SimulatedService reader = Service("Xplenty", 30, 10);
        SimulatedJob future = new("future");
        future.Updates.Add(new SimulatedJob.Update(-100, -100, reader.TimestampAt(3600), "running", 0.5));
        reader.Add(future);

        await RunAsync(reader.Targets(Ids(30), known: true), TimeoutAfter(75));

        Assert.Equal(30, Observer.Finished.Count);
        Assert.All(Observer.Finished, finished => Assert.InRange(finished.At, 10, 20));
        Assert.DoesNotContain("future", reader.SingleReads);
    }

    [Theory]
    [InlineData("Xplenty", -5, 10)]
    [InlineData("Xplenty", -5, 1)]
    [InlineData("Xplenty", 5, 10)]
    [InlineData("Alteryx", -5, 10)]
    [InlineData("Alteryx", 5, 1)]
    public async Task The_end_of_a_short_job_is_detected_on_time_if_the_clock_of_the_service_is_off(string service, double hours, int jobs)
    {
        SimulatedService reader = new(Clock, service, new Random(1)) { ClockOffset = TimeSpan.FromHours(hours) };
        for (int number = 0; number < jobs; number++)
        {
            reader.Add($"{number}", 10);
        }

        await RunAsync(reader.Targets(Ids(jobs), known: true), TimeoutAfter(600));

        Assert.Equal(jobs, Observer.Finished.Count);
        Assert.All(Observer.Finished, finished => Assert.InRange(finished.At, 10, 20));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_that_ignores_the_order_of_a_list_hides_no_job(bool ignoresSince)
    {
        SimulatedService reader = new(Clock, "Xplenty", new Random(1)) { IgnoresSort = true, IgnoresUpdatedSince = ignoresSince };
        for (int number = 0; number < 500; number++)
        {
            reader.Add($"{number}", 10 + (number % 50));
            reader.Add($"other {number}", -1000);
        }

        await RunAsync(reader.Targets(Ids(500), known: true), TimeoutAfter(100));

        Assert.Equal(500, Observer.Finished.Count);
        Assert.Empty(Observer.Abandoned);
    }

    private static IEnumerable<string> Ids(int count) => Enumerable.Range(0, count).Select(number => $"{number}");

    private SimulatedService Service(string service, int jobs, double seconds, SimulatedErrors? errors = null)
    {
        SimulatedService reader = new(Clock, service, new Random(1))
        {
            ListError = errors?.ListError ?? ((_, _) => null),
            ReadError = errors?.ReadError ?? ((_, _) => null),
        };
        for (int number = 0; number < jobs; number++)
        {
            reader.Add($"{number}", seconds);
        }

        return reader;
    }

    private sealed class SimulatedErrors
    {
        public Func<string, double, JobServiceErrorKind?>? ListError { get; init; }

        public Func<string, double, JobServiceErrorKind?>? ReadError { get; init; }
    }
}
