using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests the decisions of the planner with times and results that a test passes in.</summary>
public sealed class PollPlannerTests : IDisposable
{
    private const string Queue = "queue";

    private readonly FakeClock _clock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly DateTimeOffset _start;
    private readonly FakeLists _lists = new();
    private readonly WatchedJobs _jobs;
    private readonly PollPlanner _planner;
    private Func<string, double, double?> _progress = (_, _) => null;
    private int _plans;

    public PollPlannerTests()
    {
        _start = _clock.GetUtcNow();
        _jobs = new WatchedJobs(_lists, new Random(1));
        _planner = new PollPlanner(_jobs, new Random(1));
    }

    public void Dispose() => _cancellation.Dispose();

    [Fact]
    public void A_new_job_is_due_immediately_and_then_again_after_an_interval()
    {
        Join(["1"]);

        Poll first = DuePoll(0);
        Complete(first, 0);
        double next = Seconds(Plan(0).Next);
        Poll second = DuePoll(next);

        Assert.Equal(["1"], Ids(first));
        Assert.InRange(next, 0.9, 10);
        Assert.Equal(["1"], Ids(second));
    }

    [Fact]
    public void Nothing_is_planned_for_a_wait_while_one_of_its_polls_is_in_progress()
    {
        Join(["1", "2"]);
        DuePoll(0);

        PollPlan plan = Plan(1000);

        Assert.Null(plan.Poll);
        Assert.Equal(DateTimeOffset.MaxValue, plan.Next);
    }

    [Fact]
    public void The_polls_of_one_wait_are_sequential()
    {
        Join(["1", "2"]);
        _jobs.Find("2")!.NextPoll = At(10);
        Poll poll = DuePoll(0);
        Assert.Equal(["1"], Ids(poll));

        PollPlan during = Plan(20);
        Complete(poll, 20);

        Assert.Null(during.Poll);
        Assert.Equal(DateTimeOffset.MaxValue, during.Next);
        Assert.Equal(["2"], Ids(DuePoll(20)));
    }

    [Fact]
    public void A_single_poll_polls_all_of_its_jobs_together_after_another_wait_has_polled_one_of_them()
    {
        Join(["1"]);
        Poll poll = DuePoll(0);
        Join(["1", "2"], timeout: 0);
        Assert.Null(Plan(0).Poll);

        Complete(poll, 0);

        Assert.Equal(["1", "2"], Ids(DuePoll(0)));
    }

    [Fact]
    public void A_wait_that_joins_during_a_poll_of_its_job_does_not_repeat_the_poll()
    {
        Join(["1"]);
        Poll poll = DuePoll(0);
        Join(["1"]);

        Complete(poll, 0);

        Assert.Null(Plan(0).Poll);
    }

    [Fact]
    public void A_wait_that_is_about_to_leave_is_not_polled()
    {
        WaitPart part = Join(["1"]);

        part.Cancel();

        Assert.Null(Plan(0).Poll);
    }

    [Fact]
    public void A_job_that_was_read_a_moment_ago_is_not_due_yet()
    {
        Join([new JobTarget("1", Run("1", 0))]);

        PollPlan plan = Plan(0);

        Assert.Null(plan.Poll);
        Assert.InRange(Seconds(plan.Next), 1, 10);
    }

    [Fact]
    public void A_job_that_was_read_a_moment_ago_is_due_when_its_progress_suggests()
    {
        AlmaJobInstance half = new()
        {
            Id = "1",
            Status = "RUNNING",
            Duration = TimeSpan.FromSeconds(1000),
            PercentComplete = 50,
            ObservedInstant = _start,
        };
        Join([new JobTarget("1", half)]);

        Assert.InRange(Seconds(Plan(0).Next), 30, 120);
    }

    [Fact]
    public void Setting_the_clock_back_makes_a_job_due()
    {
        Join(["1"]);
        Complete(DuePoll(0), 0);

        Assert.NotNull(Plan(-3600).Poll);
    }

    [Theory]
    [InlineData(120, false)]
    [InlineData(121, false)]
    [InlineData(122, true)]
    public void A_job_is_due_if_its_poll_is_more_than_a_second_later_than_the_longest_interval(double nextPoll, bool isDue)
    {
        Join(["1"], interval: 120);
        _jobs.Find("1")!.NextPoll = At(nextPoll);

        Assert.Equal(isDue, Plan(0).Poll is not null);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(20, true)]
    public void Jobs_are_read_through_a_list_if_that_takes_fewer_requests(int count, bool throughList)
    {
        _lists.Names = [Queue];
        Join([.. Numbers(count)]);

        Poll poll = DuePoll(0);

        Assert.Equal(throughList, poll.Lists.Count == 1);
        Assert.Equal(throughList ? 0 : 1, poll.ReadsById().Count);
        Assert.Equal(count, poll.Jobs.Count);
    }

    [Fact]
    public void A_job_that_finished_in_a_list_without_all_fields_is_read_by_its_id()
    {
        _lists.Names = [Queue];
        Join(["1", "2", "3"]);
        Poll poll = DuePoll(0);
        PollRequest list = Assert.Single(poll.Lists);

        IReadOnlyList<WaitPart> running = poll.HandleListItem(list, Run("1", 0, isFromList: true), _start);
        IReadOnlyList<WaitPart> finished = poll.HandleListItem(list, Run("2", 0, "COMPLETED_SUCCESS", isFromList: true), _start);

        Assert.Single(running);
        Assert.Empty(finished);
        Assert.Equal(["2"], Assert.Single(poll.ReadsById()).Jobs.Select(job => job.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_item_of_a_list_keeps_what_is_known(bool isFromList)
    {
        _lists.Names = [Queue];
        AlmaJobInstance known = new() { Id = "1", JobId = "S1", Status = "RUNNING", Name = "known" };
        Join([new JobTarget("1", known), new JobTarget("2"), new JobTarget("3")]);
        Poll poll = DuePoll(0);
        AlmaJobInstance item = Run("1", 0, isFromList: isFromList);

        Assert.Single(poll.HandleListItem(Assert.Single(poll.Lists), item, _start));

        Assert.Equal("known", item.Name);
    }

    [Fact]
    public void A_job_that_has_probably_finished_is_read_by_its_id_if_its_list_is_not_due_and_omits_fields()
    {
        _lists.Names = [Queue];
        _progress = (id, at) => id == "0" ? at / 10 : null;
        Join([.. Numbers(20)]);
        (Poll poll, double at) = NextPoll();
        while (poll.Lists.Count > 0 || at < 950)
        {
            Complete(poll, at);
            (poll, at) = NextPoll(at);
        }

        Assert.Equal(["0"], Ids(poll));
        Assert.InRange(at, 1000, 1010);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_jobs_in_a_list_that_omits_fields_are_read_by_their_ids_when_they_have_probably_finished(bool omitsFields)
    {
        _lists.Names = [Queue];
        _progress = (_, at) => at;
        Join([.. Numbers(3)]);
        Complete(DuePoll(0), 0, omitsFields);
        Complete(DuePoll(50), 50, omitsFields);

        Assert.All(_jobs.All, job => Assert.Equal(omitsFields, job.LikelyEnd < DateTimeOffset.MaxValue));
    }

    [Fact]
    public void A_job_that_is_not_due_is_not_read_by_its_id_because_its_list_was_not_read_to_its_end()
    {
        _lists.Names = [Queue];
        Join(["1", "2", "3"]);
        _jobs.Find("3")!.NextPoll = At(100);
        Poll poll = DuePoll(0);
        PollRequest list = Assert.Single(poll.Lists);
        Assert.Equal(3, list.Jobs.Count);
        poll.HandleListItem(list, Run("1", 0), _start);

        poll.HandleList(list, 1);

        Assert.Equal(["2"], poll.ReadsById().SelectMany(request => request.Jobs).Select(job => job.Id));
    }

    [Fact]
    public async Task A_job_that_its_list_does_not_contain_is_read_by_its_id_and_later_through_the_next_list()
    {
        _lists.Names = [Queue, "other"];
        Join(["1", "2", "missing"]);
        Poll? due = null;
        for (int poll = 0; poll < 2; poll++)
        {
            (due, double at) = NextPoll();
            PollRequest list = Assert.Single(due.Lists);
            await list.List!.List.ReadAsync(
                list.Jobs.ToDictionary(job => job.Id, job => job.LastSeen), 1, _ => { }, new CallContext(CancellationToken.None));
            due.HandleListItem(list, Run("1", at), At(at));
            due.HandleListItem(list, Run("2", at), At(at));
            due.HandleList(list, 1);
            PollRequest read = Assert.Single(due.ReadsById());
            Assert.Equal(["missing"], read.Jobs.Select(job => job.Id));
            due.HandleResult(read.Jobs[0], new JobReadResult(new JobTarget("missing"), Run("missing", at)), At(at));
            End(due, at);
        }

        Assert.Equal("other", ListOf(due!, "missing"));
        Assert.Equal(Queue, ListOf(due!, "1"));
    }

    [Fact]
    public void After_two_failures_of_a_list_one_job_is_read_to_find_out_whether_only_the_list_fails()
    {
        _lists.Names = [Queue];
        Join(["1", "2", "3"]);
        (Poll first, double at) = NextPoll();
        Assert.Equal(3, FailList(first, JobServiceErrorKind.ServiceUnavailable, at).Count);
        Assert.Empty(first.ReadsById());
        End(first, at);

        (Poll second, at) = NextPoll();
        Assert.Equal(2, FailList(second, JobServiceErrorKind.ServiceUnavailable, at).Count);
        WatchedJob probe = Assert.Single(Assert.Single(second.ReadsById()).Jobs);
        second.HandleResult(probe, new JobReadResult(new JobTarget(probe.Id), Run(probe.Id, at)), At(at));
        End(second, at);

        Assert.Null(ListOf(second, "1"));
        Assert.Empty(NextPoll().Poll.Lists);
    }

    [Fact]
    public void A_list_that_fails_after_it_reported_every_job_needs_no_probe()
    {
        _lists.Names = [Queue];
        Join(["1", "2", "3"]);
        (Poll first, double at) = NextPoll();
        FailList(first, JobServiceErrorKind.ServiceUnavailable, at);
        Assert.Equal(1, first.RequestCount);
        End(first, at);

        (Poll second, at) = NextPoll();
        foreach (string id in new[] { "1", "2", "3" })
        {
            second.HandleListItem(Assert.Single(second.Lists), Run(id, at), At(at));
        }

        Assert.Empty(FailList(second, JobServiceErrorKind.ServiceUnavailable, at));
        Assert.Empty(second.ReadsById());
        Assert.Equal(1, second.RequestCount);
    }

    [Theory]
    [InlineData(true, 2, 2)]
    [InlineData(false, 3, 3)]
    public void A_list_that_was_not_read_to_its_end_is_expected_to_have_another_page(bool isComplete, int pages, int requests)
    {
        _lists.Names = [Queue];
        Join(["1", "2", "3"]);
        Poll poll = DuePoll(0);
        PollRequest list = Assert.Single(poll.Lists);
        foreach (string id in isComplete ? new[] { "1", "2", "3" } : ["1", "2"])
        {
            poll.HandleListItem(list, Run(id, 0), _start);
        }

        poll.HandleList(list, 2);

        Assert.Equal(pages, list.List!.Pages);
        Assert.Equal(2, poll.RequestCount);
        Assert.Equal(isComplete ? [] : ["3"], poll.ReadsById().SelectMany(request => request.Jobs).Select(job => job.Id));
        Assert.Equal(requests, poll.RequestCount);
    }

    [Fact]
    public void A_failed_probe_does_not_disable_the_list()
    {
        _lists.Names = [Queue];
        Join(["1", "2", "3"]);
        Poll? due = null;
        for (int poll = 0; poll < 2; poll++)
        {
            (due, double at) = NextPoll();
            FailList(due, JobServiceErrorKind.ServiceUnavailable, at);
            foreach (WatchedJob probe in due.ReadsById().SelectMany(request => request.Jobs))
            {
                due.HandleResult(
                    probe, new JobReadResult(new JobTarget(probe.Id), Error(JobServiceErrorKind.ServiceUnavailable)), At(at));
            }

            End(due, at);
        }

        Assert.Equal(Queue, ListOf(due!, "1"));
    }

    [Fact]
    public void The_jobs_of_a_list_that_is_denied_are_polled_through_the_next_list_immediately()
    {
        _lists.Names = [Queue, "other"];
        Join(["1", "2", "3"]);
        Poll first = DuePoll(0);

        Assert.Empty(FailList(first, JobServiceErrorKind.AccessDenied, 0));
        Assert.Empty(first.ReadsById());
        End(first, 0);

        Assert.Equal("other", Assert.Single(DuePoll(0).Lists).List?.Name);
    }

    [Fact]
    public void The_jobs_of_a_list_that_is_denied_are_read_by_their_ids_if_there_is_no_other_list()
    {
        _lists.Names = [Queue];
        Join(["1", "2", "3"]);
        Poll poll = DuePoll(0);

        Assert.Empty(FailList(poll, JobServiceErrorKind.AccessDenied, 0));

        Assert.Equal(["1", "2", "3"], Assert.Single(poll.ReadsById()).Jobs.Select(job => job.Id));
    }

    [Fact]
    public void An_exhausted_quota_is_reported_for_every_job_of_a_list()
    {
        _lists.Names = [Queue];
        Join(["1", "2", "3"]);
        Poll poll = DuePoll(0);

        Assert.Equal(3, FailList(poll, JobServiceErrorKind.QuotaExhausted, 0).Count);
        Assert.Empty(poll.ReadsById());
    }

    [Fact]
    public void A_new_wait_does_not_wait_for_a_list_that_is_being_read_and_uses_it_later()
    {
        _lists.Names = [Queue];
        WaitPart one = Join([.. Numbers(20)]);
        Poll first = DuePoll(0);
        Assert.Single(first.Lists);

        WaitPart other = Join(["a", "b", "c"]);
        Poll second = DuePoll(0);
        Assert.Empty(second.Lists);
        Assert.Equal(["a", "b", "c"], Ids(second));
        Assert.Equal([one], first.Parts);
        Assert.Equal([other], second.Parts);
        Assert.Equal(3, second.ReadsById().Sum(request => request.Jobs.Count));

        Complete(first, 0);
        Complete(second, 0);
        (Poll next, _) = NextPoll();
        Assert.Equal(23, Assert.Single(next.Lists).Jobs.Count);
        Assert.Equal([one, other], next.Parts);
    }

    [Fact]
    public void A_single_poll_is_not_followed_by_requests_for_earlier_runs()
    {
        Join([new JobTarget("1", Run("1", 0))]);
        Join(["2"], timeout: 0);
        Join(["1"], timeout: 0);
        Poll poll = DuePoll(0);
        Assert.True(poll.IsSinglePoll);
        foreach (WatchedJob job in poll.ReadsById().SelectMany(request => request.Jobs))
        {
            poll.HandleResult(job, new JobReadResult(new JobTarget(job.Id), Run(job.Id, 0)), _start);
        }

        Assert.True(poll.HasResponses);
        Assert.Null(poll.LastError);
        Assert.Equal(2, poll.RequestCount);
        Assert.Empty(poll.ReadsOfEarlierRuns(_start));
        Assert.Equal(2, poll.RequestCount);
    }

    [Fact]
    public void A_transient_error_is_the_last_error_of_a_poll_without_responses()
    {
        Join(["1"]);
        Poll poll = DuePoll(0);
        JobServiceException error = Error(JobServiceErrorKind.ServiceUnavailable);

        poll.HandleResult(poll.ReadsById()[0].Jobs[0], new JobReadResult(new JobTarget("1"), error), _start);

        Assert.Equal((false, error, 1), (poll.HasResponses, poll.LastError, poll.RequestCount));
        Assert.Equal(1, poll.Jobs[0].Failures);
    }

    [Fact]
    public void A_pause_holds_back_every_poll_except_a_single_poll()
    {
        Join(["1"]);
        PollPlan plan = Plan(0, pausedUntil: 60);
        Assert.Null(plan.Poll);
        Assert.Equal(At(60), plan.Next);
        Assert.Empty(plan.HeldBack);

        Join(["2"], timeout: 0);

        Assert.Equal(["2"], Ids(Plan(0, pausedUntil: 60).Poll!));
        Assert.Equal(["1"], Ids(Plan(60, pausedUntil: 60).Poll!));
    }

    [Fact]
    public void During_a_pause_nothing_is_planned_before_its_end()
    {
        Join(["1", "2"]);
        _jobs.Find("2")!.NextPoll = At(10);

        Assert.Equal(At(60), Plan(0, pausedUntil: 60).Next);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(10, false)]
    [InlineData(5, false)]
    public void The_quota_holds_back_every_poll_of_a_job_but_the_first_and_a_long_delay_causes_a_warning(double allowedFrom, bool warns)
    {
        WaitPart part = Join(["1"]);
        Poll first = Plan(0, allowedFrom: 1000).Poll!;
        Complete(first, 0);
        double due = Seconds(Plan(0).Next);

        PollPlan plan = Plan(due, allowedFrom: due + allowedFrom);

        Assert.Null(plan.Poll);
        Assert.Equal(At(due + allowedFrom), plan.Next);
        Assert.Equal(warns ? [part] : [], plan.HeldBack);
        Assert.NotNull(Plan(due + allowedFrom, allowedFrom: due + allowedFrom).Poll);
    }

    [Fact]
    public void The_last_poll_is_one_second_before_the_deadline()
    {
        Join(["1"], timeout: 42.5);
        Complete(DuePoll(0), 0);
        Poll poll = DuePoll(41);
        Complete(poll, 41);

        Assert.Equal(41.5, Seconds(Plan(41).Next), precision: 3);
        Complete(DuePoll(41.5), 41.5);
        Assert.True(Plan(41.5).Next > At(42.4), "The last poll is not repeated.");
    }

    [Fact]
    public void A_poll_within_the_tolerance_before_the_last_poll_counts_as_the_last_poll()
    {
        Join(["1"], timeout: 42.5);
        Complete(DuePoll(0), 0);

        Complete(DuePoll(41.45), 41.45);
        PollPlan plan = Plan(41.45);

        Assert.Null(plan.Poll);
        Assert.True(plan.Next > At(42.4), "The last poll is not repeated.");
    }

    [Fact]
    public void The_last_poll_before_a_deadline_does_not_wait_for_its_list()
    {
        _lists.Names = [Queue];
        Join([.. Numbers(20)], timeout: 42.5, interval: 10);
        Complete(DuePoll(0), 0);
        double at = 0;
        while (at < 41.45)
        {
            (Poll poll, at) = NextPoll(at);
            Complete(poll, at);
        }

        Assert.InRange(at, 41.45, 41.51);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(9, 2)]
    public void The_quota_does_not_hold_back_the_last_poll_before_a_deadline_if_requests_remain(long remaining, int polled)
    {
        Join(["1", "2"], timeout: 601);
        Complete(Plan(0).Poll!, 0);

        PollPlan held = Plan(60, allowedFrom: 3600, remaining: remaining, spare: 0);
        PollPlan last = Plan(600, allowedFrom: 3600, remaining: remaining, spare: 0);

        Assert.Null(held.Poll);
        Assert.Single(held.HeldBack);
        Assert.Equal(600, Seconds(held.Next), precision: 3);
        Assert.Equal(polled, last.Poll?.Jobs.Count ?? 0);
    }

    [Fact]
    public void With_one_remaining_request_the_last_poll_of_listed_jobs_is_a_list()
    {
        _lists.Names = [Queue];
        Join([.. Numbers(5)], timeout: 601);
        Complete(DuePoll(0), 0);

        Poll last = Plan(600, allowedFrom: 3600, remaining: 1, spare: 0).Poll!;

        Assert.Single(last.Lists);
        Assert.Empty(last.ReadsById());
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(400, 39)]
    [InlineData(700, 60)]
    public void Jobs_in_a_list_are_read_by_their_ids_within_five_minutes_and_these_reads_are_spread(int count, double spread)
    {
        _lists.Names = [Queue];
        Join([.. Numbers(count)]);
        Dictionary<string, double> readAt = [];
        double at = 0;
        while (readAt.Count < count)
        {
            (Poll poll, at) = NextPoll(at);
            foreach (WatchedJob job in poll.Jobs.Where(job => job.ListRequest is null))
            {
                readAt.Add(job.Id, at);
            }

            Complete(poll, at);
        }

        Assert.All(readAt.Values, time => Assert.InRange(time, 299.9 - spread, 300.1));
        Assert.True(spread == 0 || readAt.Values.GroupBy(Math.Floor).Max(second => second.Count()) <= count / spread * 2);
    }

    [Fact]
    public void A_read_by_id_that_would_delay_other_polls_because_of_the_quota_is_postponed()
    {
        _lists.Names = [Queue];
        Join([.. Numbers(5)]);
        double at = 0;
        Complete(DuePoll(at), at);
        while (at < 298)
        {
            (Poll poll, at) = NextPoll(at);
            Complete(poll, at);
        }

        int allowed = Plan(300, remaining: 100, spare: 2).Poll!.Jobs.Count(job => job.ListRequest is null);

        Assert.Equal(2, allowed);
    }

    [Fact]
    public void A_read_by_id_that_the_quota_does_not_allow_is_not_planned_again_immediately()
    {
        _lists.Names = [Queue];
        Join([.. Numbers(5)]);
        Complete(DuePoll(0), 0);
        foreach (WatchedJob job in _jobs.All)
        {
            job.NextPoll = At(400);
        }

        PollPlan plan = Plan(320, remaining: 100, spare: 0);

        Assert.Null(plan.Poll);
        Assert.Equal(At(400), plan.Next);
    }

    [Fact]
    public void A_read_by_id_that_fails_is_repeated_after_a_minute()
    {
        _lists.Names = [Queue];
        Join([.. Numbers(5)]);
        List<double> readAt = [];
        double at = 0;
        while (at < 500)
        {
            (Poll poll, at) = NextPoll(at);
            WatchedJob[] reads = [.. poll.Jobs.Where(job => job.ListRequest is null)];
            readAt.AddRange(reads.Where(job => job.Id == "3").Select(_ => at));
            foreach (WatchedJob job in reads)
            {
                poll.HandleResult(
                    job, new JobReadResult(new JobTarget(job.Id), Error(JobServiceErrorKind.ServiceUnavailable)), At(at));
            }

            Complete(poll, at);
        }

        Assert.InRange(readAt.Count, 4, 5);
        Assert.All(readAt.Zip(readAt.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 59.9, 70));
    }

    [Fact]
    public void Listed_jobs_are_read_by_their_ids_at_the_last_poll_before_a_deadline()
    {
        _lists.Names = [Queue];
        Join(["1", "2", "3"], timeout: 100);
        double at = 0;
        Poll poll = DuePoll(at);
        while (at < 98.9)
        {
            Complete(poll, at);
            (poll, at) = NextPoll(at);
        }

        Assert.Equal(99, at, precision: 1);
        Assert.Empty(poll.Lists);
        Assert.Equal(["1", "2", "3"], Assert.Single(poll.ReadsById()).Jobs.Select(job => job.Id).Order());
        Complete(poll, at);
        Assert.True(Plan(at).Next > At(99.5), "The last poll is not repeated.");
    }

    [Fact]
    public void A_joining_wait_receives_only_what_it_does_not_know_yet()
    {
        Join(["1"]);
        Complete(DuePoll(0), 0);

        Assert.Single(_jobs.Join(Part([new JobTarget("1")]), At(1)));
        Assert.Empty(_jobs.Join(Part([new JobTarget("1", Run("1", 0.5))]), At(1)));
        Assert.Empty(_jobs.Join(Part([new JobTarget("1", Run("1", 0))]), At(1)));
        Assert.Single(_jobs.Join(Part([new JobTarget("1", Run("1", -1))]), At(1)));
    }

    [Fact]
    public void A_request_is_needed_until_the_last_wait_for_its_jobs_leaves()
    {
        WaitPart one = Join(["1", "2"]);
        WaitPart other = Join(["2"]);
        Poll poll = DuePoll(0);
        IReadOnlyList<PollRequest> reads = poll.ReadsById();
        PollRequest alone = reads.Single(request => request.Jobs[0].Id == "1");
        PollRequest shared = reads.Single(request => request.Jobs[0].Id == "2");

        _jobs.Leave(one, _start);
        Assert.False(_jobs.IsNeeded(alone));
        Assert.True(_jobs.IsNeeded(shared));
        Assert.False(_jobs.IsEmpty);
        Assert.Empty(poll.HandleResult(alone.Jobs[0], new JobReadResult(new JobTarget("1"), Run("1", 0)), _start));
        Assert.Equal([other], poll.HandleResult(shared.Jobs[0], new JobReadResult(new JobTarget("2"), Run("2", 0)), _start));

        _jobs.Leave(other, _start);
        Assert.False(_jobs.IsNeeded(shared));
        Assert.True(_jobs.IsEmpty);
    }

    [Fact]
    public void The_earlier_runs_of_a_definition_are_requested_once_an_hour()
    {
        Join([new JobTarget("1", Run("1", 0)), new JobTarget("2", Run("2", 0))]);
        (Poll first, double at) = NextPoll();
        foreach (WatchedJob job in first.ReadsById().SelectMany(request => request.Jobs))
        {
            first.HandleResult(job, new JobReadResult(new JobTarget(job.Id), Run(job.Id, at)), At(at));
        }

        Assert.Single(first.ReadsOfEarlierRuns(At(at)));
        Assert.Empty(first.ReadsOfEarlierRuns(At(at + 3599)));
        Assert.Single(first.ReadsOfEarlierRuns(At(at + 3600)));
    }

    [Theory]
    [InlineData(null, 8)]
    [InlineData(100L, 8)]
    [InlineData(3L, 3)]
    [InlineData(0L, 0)]
    public void The_earlier_runs_of_at_most_eight_definitions_are_requested_after_a_poll(long? spare, int requests)
    {
        Join([.. Numbers(10)]);
        Poll poll = DuePoll(0);
        foreach (WatchedJob job in poll.ReadsById().SelectMany(request => request.Jobs))
        {
            AlmaJobInstance run = new() { Id = job.Id, JobId = $"S{job.Id}", Status = "RUNNING", ObservedInstant = _start };
            poll.HandleResult(job, new JobReadResult(new JobTarget(job.Id), run), _start);
        }

        Assert.Equal(requests, poll.ReadsOfEarlierRuns(_start, spare).Count);
        Assert.Equal(10 + requests, poll.RequestCount);
    }

    [Theory]
    [InlineData(1, null, 1)]
    [InlineData(1, 50.0, 0)]
    [InlineData(2, null, 0)]
    public void Earlier_runs_are_not_requested_for_runs_with_progress_or_in_a_shared_list(int jobs, double? progress, int requests)
    {
        _lists.Names = [Queue];
        _progress = (_, _) => progress;
        Join([.. Numbers(jobs)]);
        _jobs.Find("0")!.List!.Pages = 2;
        Poll poll = DuePoll(0);
        Assert.Empty(poll.Lists);
        foreach (WatchedJob job in poll.ReadsById().SelectMany(request => request.Jobs))
        {
            AlmaJobInstance run = new()
            {
                Id = job.Id,
                JobId = "S1",
                Status = "RUNNING",
                Duration = TimeSpan.FromSeconds(100),
                PercentComplete = progress,
                ObservedInstant = _start,
            };
            poll.HandleResult(job, new JobReadResult(new JobTarget(job.Id), run), _start);
        }

        Assert.Equal(requests, poll.ReadsOfEarlierRuns(_start).Count);
    }

    [Theory]
    [InlineData("RUNNING", null, true)]
    [InlineData("COMPLETED_SUCCESS", null, false)]
    [InlineData(null, JobServiceErrorKind.ServiceUnavailable, true)]
    [InlineData(null, JobServiceErrorKind.JobNotFound, false)]
    public void A_run_is_watched_until_it_has_finished_or_cannot_be_read(string? status, JobServiceErrorKind? error, bool isWatched)
    {
        Join(["1"]);
        Poll poll = DuePoll(0);
        WatchedJob job = Assert.Single(Assert.Single(poll.ReadsById()).Jobs);
        JobReadResult result = error is { } kind
            ? new JobReadResult(new JobTarget("1"), Error(kind))
            : new JobReadResult(new JobTarget("1"), Run("1", 0, status!));

        Assert.Single(poll.HandleResult(job, result, _start));

        Assert.Equal(isWatched, _jobs.Find("1") is not null);
        Assert.Equal(isWatched, _jobs.Contains(job));
    }

    [Fact]
    public void A_run_that_is_read_by_its_id_because_of_its_list_is_not_read_again_for_five_minutes()
    {
        _lists.Names = [Queue];
        Join(["1", "2", "3"]);
        Poll poll = DuePoll(0);
        poll.HandleListItem(Assert.Single(poll.Lists), Run("2", 100, "COMPLETED_SUCCESS", isFromList: true), At(100));
        WatchedJob job = Assert.Single(Assert.Single(poll.ReadsById()).Jobs);

        poll.HandleResult(job, new JobReadResult(new JobTarget("2"), Run("2", 100)), At(100));

        Assert.Equal(400, Seconds(_jobs.NextCheck(job, At(100))), precision: 3);
        Assert.Equal(300, Seconds(_jobs.NextCheck(poll.Jobs[0], At(100))), precision: 3);
    }

    private static IEnumerable<JobTarget> Targets(IEnumerable<string> ids) => ids.Select(id => new JobTarget(id));

    private static IEnumerable<string> Numbers(int count) => Enumerable.Range(0, count).Select(number => $"{number}");

    private static IEnumerable<string> Ids(Poll poll) => poll.Jobs.Select(job => job.Id);

    private static string? ListOf(Poll poll, string id) => poll.Jobs.Single(job => job.Id == id).List?.Name;

    private static JobServiceException Error(JobServiceErrorKind kind) => new("Alma", kind, "Simulated error.", "Do something.");

    private DateTimeOffset At(double seconds) => _start.AddTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));

    private double Seconds(DateTimeOffset time) => (time - _start).TotalSeconds;

    private AlmaJobInstance Run(string id, double at, string status = "RUNNING", bool isFromList = false) =>
        new() { Id = id, JobId = "S1", Status = status, Progress = _progress(id, at), ObservedInstant = At(at), IsFromList = isFromList };

    private WaitPart Part(IEnumerable<JobTarget> targets, double? timeout = null, double interval = 120) =>
        new(
            _lists,
            targets,
            new WaitSession(new RecordingObserver(_clock), new WaitOptions { Time = _clock }, _cancellation, done: []),
            new WaitOptions
            {
                Time = _clock,
                Timeout = timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                MaximumInterval = TimeSpan.FromSeconds(interval),
            },
            new CallContext(CancellationToken.None));

    private WaitPart Join(IEnumerable<JobTarget> targets, double? timeout = null, double interval = 120)
    {
        WaitPart part = Part(targets, timeout, interval);
        _jobs.Join(part, _start);
        return part;
    }

    private WaitPart Join(string[] ids, double? timeout = null, double interval = 120) => Join(Targets(ids), timeout, interval);

    private PollPlan Plan(
        double at,
        double pausedUntil = double.MinValue,
        double allowedFrom = double.MinValue,
        long? remaining = null,
        long? spare = null)
    {
        Assert.True(++_plans <= 2000, "The test never ends.");
        return _planner.Plan(At(at), new RequestAllowance
        {
            PausedUntil = pausedUntil > double.MinValue ? At(pausedUntil) : DateTimeOffset.MinValue,
            NextPoll = allowedFrom > double.MinValue ? At(allowedFrom) : DateTimeOffset.MinValue,
            Remaining = remaining,
            Spare = spare,
        });
    }

    private Poll DuePoll(double at)
    {
        Poll? poll = Plan(at).Poll;
        Assert.NotNull(poll);
        return poll;
    }

    // Plans at the times that the planner returns until a poll is due.
    private (Poll Poll, double At) NextPoll(double at = 0)
    {
        PollPlan plan = Plan(at);
        for (; plan.Poll is null; plan = Plan(at))
        {
            Assert.True(plan.Next < DateTimeOffset.MaxValue, "There is no next poll.");
            Assert.True(plan.Next > At(at), "The planner must not be called again at the same time.");
            at = Seconds(plan.Next);
        }

        return (plan.Poll, at);
    }

    // Reports that all jobs of a poll are still running.
    private void Complete(Poll poll, double at, bool omitsFields = true)
    {
        foreach (PollRequest list in poll.Lists)
        {
            foreach (WatchedJob job in list.Jobs)
            {
                poll.HandleListItem(list, Run(job.Id, at, isFromList: omitsFields), At(at));
            }

            poll.HandleList(list, 1);
        }

        foreach (WatchedJob job in poll.ReadsById().SelectMany(request => request.Jobs))
        {
            poll.HandleResult(job, new JobReadResult(new JobTarget(job.Id), Run(job.Id, at)), At(at));
        }

        End(poll, at);
    }

    private void End(Poll poll, double at)
    {
        _planner.Schedule(poll, At(at));
        _planner.End(poll);
    }

    private IReadOnlyList<WatchedJob> FailList(Poll poll, JobServiceErrorKind kind, double at)
    {
        PollRequest list = Assert.Single(poll.Lists);
        JobServiceException error = Error(kind);
        IReadOnlyList<WatchedJob> failed = poll.HandleListError(list, error, At(at));
        foreach (WatchedJob job in failed)
        {
            poll.HandleResult(job, new JobReadResult(new JobTarget(job.Id), error), At(at));
        }

        return failed;
    }

    private sealed class FakeLists : IJobListReader
    {
        public string Service => "Alma";

        public RequestBudget Budget => throw new NotSupportedException();

        public TimeSpan ClockDifference => TimeSpan.Zero;

        public string[] Names { get; set; } = [];

        public IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) => Names;

        public JobList CreateList(string name) => new PlainJobList((_, _) => Task.FromResult(new ListPage<RemoteJob>([])));

        public string? DefinitionIdOf(RemoteJob job) => (job as AlmaJobInstance)?.JobId;

        public Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call) => throw new NotSupportedException();

        public Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call) =>
            throw new NotSupportedException();
    }
}
