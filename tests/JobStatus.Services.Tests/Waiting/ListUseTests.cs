using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>When a wait asks for a list, and when for the jobs themselves.</summary>
public sealed class ListUseTests : WaitTest
{
    private static readonly string[] Services = ["Xplenty", "Alma", "Alteryx"];

    public static TheoryData<string> AllServices => new(Services);

    [Theory]
    [MemberData(nameof(AllServices))]
    public async Task Many_jobs_are_asked_for_in_a_list(string service)
    {
        SimulatedService reader = Service(service, 40, 500);

        await RunAsync(reader.Targets(Ids(40), known: true));

        Assert.Equal(40, Observer.Finished.Count);
        Assert.InRange(reader.Requests.Count, 10, 100 + (service == "Xplenty" ? 0 : 40));
    }

    [Theory]
    [MemberData(nameof(AllServices))]
    public async Task One_job_is_asked_for_by_itself(string service)
    {
        SimulatedService reader = Service(service, 1, 500);

        await RunAsync(reader.Targets(Ids(1), known: true));

        Assert.DoesNotContain(reader.ListRequests, list => !list.StartsWith("runs of", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Xplenty", 0)]
    [InlineData("Alma", 40)]
    [InlineData("Alteryx", 40)]
    public async Task An_end_that_a_list_shows_is_read_once_more_only_where_lists_tell_less(string service, int reads)
    {
        SimulatedService reader = Service(service, 40, 500);

        await RunAsync(reader.Targets(Ids(40), known: true));

        Assert.All(Observer.Finished, finished => Assert.False(finished.Job.IsFromList));
        Assert.Equal(reads, reader.SingleReads.Count());
    }

    [Theory]
    [InlineData(JobServiceErrorKind.AccessDenied)]
    [InlineData(JobServiceErrorKind.JobNotFound)]
    [InlineData(JobServiceErrorKind.InvalidRequest)]
    [InlineData(JobServiceErrorKind.NotSupportedByServer)]
    public async Task Who_may_not_see_the_queue_sees_the_lists_of_the_workflows(JobServiceErrorKind kind)
    {
        SimulatedService reader = Service("Alteryx", 40, 500, new() { ListFault = (list, _) => list == "queue" ? kind : null });

        await RunAsync(reader.Targets(Ids(40), known: true));

        Assert.Equal(40, Observer.Finished.Count);
        Assert.Single(reader.ListRequests, list => list == "queue");
        Assert.InRange(reader.ListRequests.Count(list => list == "0"), 10, 100);
        Assert.InRange(reader.SingleReads.Count(), 40, 130);
    }

    [Theory]
    [MemberData(nameof(AllServices))]
    public async Task Where_no_list_is_given_each_job_is_asked_for_itself(string service)
    {
        SimulatedService reader = Service(service, 5, 300, new() { ListFault = (_, _) => JobServiceErrorKind.AccessDenied });

        await RunAsync(reader.Targets(Ids(5), known: true));

        Assert.Equal(5, Observer.Finished.Count);
        Assert.Empty(Observer.GivenUp);
        Assert.InRange(reader.ListRequests.Count(list => !list.StartsWith("runs of", StringComparison.Ordinal)), 1, 2);
    }

    [Fact]
    public async Task A_list_that_was_refused_is_tried_again_after_an_hour()
    {
        SimulatedService reader = Service("Xplenty", 10, 9000, new() { ListFault = (list, at) => list == "updated" && at < 3000 ? JobServiceErrorKind.AccessDenied : null });

        await RunAsync(reader.Targets(Ids(10), known: true));

        double[] asked = [.. reader.Requests.Where(request => request.What == "updated").Select(request => request.At)];
        Assert.InRange(asked[1] - asked[0], 3600, 3700);
        Assert.True(asked.Length > 20, "From then on it is used.");
        Assert.Equal(10, Observer.Finished.Count);
    }

    [Theory]
    [InlineData("Xplenty", JobServiceErrorKind.ServiceUnavailable)]
    [InlineData("Alma", JobServiceErrorKind.ServiceUnavailable)]
    [InlineData("Alteryx", JobServiceErrorKind.UnexpectedResponse)]
    public async Task A_list_that_keeps_failing_where_the_service_answers_otherwise_is_left_alone(string service, JobServiceErrorKind kind)
    {
        SimulatedService reader = Service(service, 10, 300, new() { ListFault = (_, _) => kind });

        await RunAsync(reader.Targets(Ids(10), known: true));

        Assert.Equal(10, Observer.Finished.Count);
        Assert.All(Observer.Finished, finished => Assert.InRange(finished.At, 300, 335));
        Assert.InRange(reader.ListRequests.Count(list => !list.StartsWith("runs of", StringComparison.Ordinal)), 2, 6);
    }

    [Fact]
    public async Task A_service_that_answers_nothing_is_not_asked_for_each_job()
    {
        SimulatedService reader = Service("Xplenty", 50, 1500, new()
        {
            ListFault = (_, at) => at < 1000 ? JobServiceErrorKind.ServiceUnavailable : null,
            ReadFault = (_, at) => at < 1000 ? JobServiceErrorKind.ServiceUnavailable : null,
        });

        await RunAsync(reader.Targets(Ids(50), known: true));

        Assert.Equal(50, Observer.Finished.Count);
        Assert.InRange(reader.SingleReads.Count(), 1, 100);
    }

    [Fact]
    public async Task An_allowance_that_is_spent_ends_the_wait_for_all_without_a_request_for_each()
    {
        SimulatedService reader = Service("Alma", 50, 900, new() { ListFault = (list, at) => list == "0" && at > 100 ? JobServiceErrorKind.QuotaExhausted : null });

        await RunAsync(reader.Targets(Ids(50), known: true));

        Assert.Equal(50, Observer.GivenUp.Count);
        Assert.All(Observer.GivenUp, given => Assert.Equal(JobServiceErrorKind.QuotaExhausted, given.Error.Kind));
        Assert.Empty(reader.SingleReads);
    }

    [Theory]
    [MemberData(nameof(AllServices))]
    public async Task A_service_that_behaves_is_never_told_of_late(string service)
    {
        SimulatedService reader = new(Clock, service, new Random(1));
        for (int number = 0; number < 150; number++)
        {
            reader.Add($"{number}", 20 * (number + 1), reports: 50);
        }

        await RunAsync(reader.Targets(Ids(150), known: true));

        Assert.All(Observer.Finished, finished => Assert.InRange(finished.At - (20 * (int.Parse(finished.Job.Id, CultureInfo.InvariantCulture) + 1)), 0, 31));
        Assert.Equal(150, Observer.Finished.Count);
    }

    [Fact]
    public async Task A_job_that_its_list_keeps_overlooking_is_asked_for_by_itself()
    {
        SimulatedService reader = Service("Alma", 20, 900);
        SimulatedJob hidden = new("hidden") { UnlistedFrom = 0 };
        reader.Happens(hidden, 0, "running", 0);
        reader.Happens(hidden, 900, "completed", 1);
        reader.Add(hidden);

        await RunAsync(reader.Targets([.. Ids(20), "hidden"], known: true));

        Assert.Equal(21, Observer.Finished.Count);
        Assert.InRange(Observer.Finished.Single(finished => finished.Job.Id == "hidden").At, 900, 935);
        Assert.InRange(reader.SingleReads.Count(id => id == "hidden"), 10, 150);
    }

    [Fact]
    public async Task A_new_job_does_not_wait_until_its_list_is_due()
    {
        SimulatedService reader = Service("Alteryx", 30, 5000);
        Task first = WaitAsync(reader.Targets(Ids(20), known: true), Options(longest: 120));
        await LeapAsync(first, () => Elapsed > 2000);
        double joined = Elapsed;
        RecordingObserver other = new(Clock);

        Task second = JobWaiter.WaitAsync(reader.Targets(Ids(30).Skip(20)), Options(), other, new CallContext(Token));

        Assert.Equal(joined, Elapsed);
        Assert.Equal(10, other.Changes.Count);
        await LeapAsync(Task.WhenAll(first, second));
    }

    [Fact]
    public async Task Two_waits_share_the_calls_of_a_list()
    {
        SimulatedService alone = Service("Xplenty", 20, 600);
        await RunAsync(alone.Targets(Ids(20), known: true));
        SimulatedService reader = Service("Xplenty", 20, 600);

        Task first = WaitAsync(reader.Targets(Ids(20).Take(15), known: true));
        Task second = JobWaiter.WaitAsync(reader.Targets(Ids(20).Skip(5), known: true), Options(), new RecordingObserver(Clock), new CallContext(Token));
        await LeapAsync(Task.WhenAll(first, second));
        await Task.WhenAll(first, second);

        Assert.InRange(reader.Requests.Count, 1, alone.Requests.Count * 1.4);
    }

    [Fact]
    public async Task A_job_that_ends_before_its_list_is_refused_is_asked_for_no_more()
    {
        int pages = 0;
        SimulatedService reader = new(Clock, "Alma", new Random(1)) { PageSize = 100, TotalOf = _ => 200, ListFault = (list, _) => list == "0" && ++pages == 2 ? JobServiceErrorKind.AccessDenied : null };
        for (int number = 0; number < 10; number++)
        {
            reader.Add($"{number}", number == 0 ? 0 : 300, status: "completed");
        }

        await RunAsync(reader.Targets(Ids(10)));

        Assert.Equal(10, Observer.Finished.Count);
        Assert.Single(reader.SingleReads, id => id == "0");
    }

    [Fact]
    public async Task Who_asks_again_with_old_knowledge_is_told_of_an_end_that_the_list_told_another()
    {
        SimulatedService reader = Service("Xplenty", 20, 3000);
        reader.Add("quick", 100);
        WaitTarget[] old = reader.Targets([.. Ids(20), "quick"], known: true);
        Task first = WaitAsync(old);
        await LeapAsync(first, () => Elapsed > 160);
        Assert.Equal(["quick"], Observer.FinishedIds);
        RecordingObserver other = new(Clock);

        Task second = JobWaiter.WaitAsync(old[^1..], Options(), other, new CallContext(Token));
        await LeapAsync(second);

        Assert.InRange(Assert.Single(other.Finished).At, 0, 31);
        await LeapAsync(first);
    }

    [Theory]
    [MemberData(nameof(AllServices))]
    public async Task Ten_thousand_jobs_need_one_timer_and_few_requests(string service)
    {
        SimulatedService reader = new(Clock, service, new Random(1));
        for (int number = 0; number < 10_000; number++)
        {
            reader.Add($"{number}", 400, reports: 400);
        }

        int most = 0;
        Task wait = WaitAsync(reader.Targets(Ids(10_000), known: true));
        await LeapAsync(wait, () =>
        {
            most = Math.Max(most, Clock.Timers.Count);
            return false;
        });
        await wait;

        Assert.Equal(10_000, Observer.Finished.Count);
        Assert.Equal(1, most);
        Assert.InRange(reader.ListRequests.Count(), 100, 10_000);
        Assert.InRange(reader.SingleReads.Count(), 0, service == "Xplenty" ? 0 : 10_000);
    }

    private static IEnumerable<string> Ids(int count) => Enumerable.Range(0, count).Select(number => $"{number}");

    private SimulatedService Service(string service, int jobs, double seconds, SimulatedFaults? faults = null)
    {
        SimulatedService reader = new(Clock, service, new Random(1))
        {
            ListFault = faults?.ListFault ?? ((_, _) => null),
            ReadFault = faults?.ReadFault ?? ((_, _) => null),
        };
        for (int number = 0; number < jobs; number++)
        {
            reader.Add($"{number}", seconds);
        }

        return reader;
    }

    private sealed class SimulatedFaults
    {
        public Func<string, double, JobServiceErrorKind?>? ListFault { get; init; }

        public Func<string, double, JobServiceErrorKind?>? ReadFault { get; init; }
    }
}
