using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

public sealed class XplentyUpdatedJobsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeClock _clock = new();
    private readonly List<DateTimeOffset?> _sinceValues = [];
    private readonly List<long> _offsets = [];
    private readonly List<string> _found = [];
    private readonly XplentyUpdatedJobs _list;
    private Func<long, RemoteJob[]> _page = _ => [];
    private TimeSpan _clockOffset;

    public XplentyUpdatedJobsTests() =>
        _list = new XplentyUpdatedJobs(
            (query, offset, _) =>
            {
                Assert.True(query.SortByUpdate);
                _sinceValues.Add(query.UpdatedSince);
                _offsets.Add(offset);
                return Task.FromResult(new ListPage<RemoteJob>(_page(offset)));
            },
            _clock,
            () => _clock.GetUtcNow() + _clockOffset);

    [Fact]
    public async Task The_first_read_starts_at_the_oldest_known_update()
    {
        await ReadAsync(Job("1", 30), Job("2", 10), Job("3", 20));

        Assert.Equal(Noon.AddSeconds(10), Assert.Single(_sinceValues));
    }

    [Fact]
    public async Task Later_reads_start_shortly_before_the_latest_update()
    {
        _page = _ => [Job("other", 100), Job("1", 10)];
        await ReadAsync(Job("1", 10));

        await ReadAsync(Job("1", 10));

        Assert.Equal(Noon.AddSeconds(95), _sinceValues[1]);
    }

    [Fact]
    public async Task A_job_that_was_listed_before_and_is_now_absent_is_unchanged()
    {
        _page = _ => [Job("other", 100), Job("1", 10)];
        await ReadAsync(Job("1", 10));
        _page = _ => [];

        await ReadAsync(Job("1", 10));

        Assert.Equal(AbsenceMeaning.Unchanged, _list.MeaningOfAbsence("1"));
    }

    [Fact]
    public async Task A_job_that_was_never_listed_is_gone()
    {
        _page = _ => [Job("other", 100)];

        await ReadAsync(Job("1", 10));
        Assert.Equal(AbsenceMeaning.Gone, _list.MeaningOfAbsence("1"));

        await ReadAsync(Job("1", 10));
        Assert.Equal(AbsenceMeaning.Gone, _list.MeaningOfAbsence("1"));
        Assert.Equal(Noon.AddSeconds(10), _sinceValues[1]);
    }

    [Fact]
    public async Task A_read_with_an_additional_job_starts_at_the_update_of_that_job()
    {
        _page = _ => [Job("1", 100)];
        await ReadAsync(Job("1", 100));

        await ReadAsync(Job("1", 100), Job("2", 50));
        Assert.Equal(Noon.AddSeconds(50), _sinceValues[1]);

        _page = _ => [Job("1", 100), Job("2", 50)];
        await ReadAsync(Job("1", 100), Job("2", 50));
        await ReadAsync(Job("1", 100), Job("2", 50));
        Assert.Equal(Noon.AddSeconds(95), _sinceValues[3]);
    }

    [Fact]
    public async Task Every_ten_minutes_a_read_includes_all_jobs_again()
    {
        _page = _ => [Job("other", 500), Job("1", 10)];
        await ReadAsync(Job("1", 10));
        _page = _ => [];
        _clock.Advance(599);
        await ReadAsync(Job("1", 10));
        Assert.Equal(AbsenceMeaning.Unchanged, _list.MeaningOfAbsence("1"));

        _clock.Advance(1);
        await ReadAsync(Job("1", 10));

        Assert.Equal([Noon.AddSeconds(10), Noon.AddSeconds(495), Noon.AddSeconds(10)], _sinceValues);
        Assert.Equal(AbsenceMeaning.Gone, _list.MeaningOfAbsence("1"));
    }

    [Fact]
    public async Task After_a_read_that_reaches_the_page_limit_absent_jobs_are_unknown_and_the_next_read_catches_up()
    {
        _page = offset => [.. Enumerable.Range(0, 100).Select(number => Job($"other {offset + number}", 1000 - offset - number))];

        await ReadAsync(maxPages: 2, Job("1", 10));
        Assert.Equal([0L, 100], _offsets);
        Assert.Equal(AbsenceMeaning.Unknown, _list.MeaningOfAbsence("1"));

        _page = _ => [Job("1", 10)];
        await ReadAsync(Job("1", 10));
        Assert.Equal(Noon.AddSeconds(10), _sinceValues[^1]);
    }

    [Fact]
    public async Task The_read_after_a_failed_read_catches_up()
    {
        _page = _ => [Job("other", 100), Job("1", 10)];
        await ReadAsync(Job("1", 10));
        _page = offset => offset == 0
            ? [.. Enumerable.Range(0, 100).Select(number => Job($"other {number}", 1000 - number))]
            : throw new JobServiceException("Xplenty", JobServiceErrorKind.ServiceUnavailable, "Simulated error.", "Wait.");
        await Assert.ThrowsAsync<JobServiceException>(() => ReadAsync(Job("1", 10)));
        _page = _ => [];

        await ReadAsync(Job("1", 10));

        Assert.Equal(Noon.AddSeconds(95), _sinceValues[^1]);
    }

    [Fact]
    public async Task A_read_stops_at_older_updates_if_the_service_ignores_the_since_parameter()
    {
        _page = _ => [Job("1", 10)];
        await ReadAsync(Job("1", 10));
        _offsets.Clear();
        _page = offset => [.. Enumerable.Range(0, 100).Select(number => Job($"old {offset + number}", 60 - offset - number))];

        await ReadAsync(Job("1", 10));

        Assert.Single(_offsets);
        Assert.Equal(AbsenceMeaning.Unchanged, _list.MeaningOfAbsence("1"));
    }

    [Fact]
    public async Task A_read_that_is_not_in_the_requested_order_does_not_stop_at_older_updates()
    {
        _page = _ => [Job("1", 10)];
        await ReadAsync(Job("1", 10));
        _offsets.Clear();
        _page = offset => offset == 0
            ? [.. Enumerable.Range(0, 99).Select(number => Job($"new {number}", 100 + number)), Job("old", 9)]
            : [Job("1", 20, "completed")];

        await ReadAsync(Job("1", 10));

        Assert.Equal([0, 100], _offsets);
        Assert.Equal(2, _found.Count(id => id == "1"));
    }

    [Fact]
    public async Task A_service_that_ignores_all_parameters_leaves_absent_jobs_unknown_after_one_page()
    {
        _page = _ => [Job("1", 10)];
        await ReadAsync(Job("1", 10));
        _offsets.Clear();
        _page = offset => [.. Enumerable.Range(0, 100).Select(number => Job($"old {offset + number}", -1000 + (number * 37 % 100)))];

        await ReadAsync(Job("1", 10));

        Assert.Single(_offsets);
        Assert.Equal(AbsenceMeaning.Unknown, _list.MeaningOfAbsence("1"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(5)]
    public async Task A_read_never_starts_ahead_of_the_clock_of_the_service(double hoursAhead)
    {
        _clockOffset = TimeSpan.FromHours(hoursAhead);
        DateTimeOffset serviceTime = _clock.GetUtcNow() + _clockOffset;
        double now = (serviceTime - Noon).TotalSeconds;
        _page = _ => [Job("future", now + 3600), Job("1", now - 20)];
        await ReadAsync(Job("1", now - 20));
        _clock.Advance(10);

        await ReadAsync(Job("1", now - 20));
        await ReadAsync(Job("1", now + 1000));

        // The clock can be up to one second later than the reported time, and the overlap is five seconds.
        Assert.Equal([Noon.AddSeconds(now - 20), serviceTime.AddSeconds(-4), serviceTime.AddSeconds(6)], _sinceValues);
    }

    [Fact]
    public async Task The_next_read_starts_shortly_before_an_update_in_the_current_second_of_the_service()
    {
        double now = (_clock.GetUtcNow() - Noon).TotalSeconds;
        _page = _ => [Job("1", now + 0.9)];
        await ReadAsync(Job("1", now - 20));

        await ReadAsync(Job("1", now + 0.9));

        Assert.Equal(Noon.AddSeconds(now + 0.9 - 5), _sinceValues[1]);
    }

    [Fact]
    public async Task A_read_with_an_outdated_status_includes_an_update_that_was_reported_to_another_wait()
    {
        _page = _ => [Job("other", 500), Job("1", 100)];
        await ReadAsync(Job("1", 10), Job("other", 20));
        _page = _ => [];

        await ReadAsync(Job("1", 10));

        Assert.Equal(Noon.AddSeconds(10), _sinceValues[1]);
        Assert.Equal(AbsenceMeaning.Gone, _list.MeaningOfAbsence("1"));
    }

    [Fact]
    public async Task A_read_includes_a_completion_again_even_if_it_has_the_same_update_time()
    {
        _page = _ => [Job("other", 500), Job("1", 10, "completed")];
        await ReadAsync(Job("1", 10));

        await ReadAsync(Job("1", 10));

        Assert.Equal(Noon.AddSeconds(10), _sinceValues[1]);
        Assert.Equal(2, _found.Count(id => id == "1"));
    }

    [Fact]
    public async Task The_minimum_value_of_DateTimeOffset_is_accepted()
    {
        XplentyJob old = new() { Id = "1", Status = "running", UpdatedInstant = DateTimeOffset.MinValue };
        _page = _ => [.. Enumerable.Repeat(old, 100)];

        await ReadAsync(old, Job("2", 10));
        await ReadAsync(old, Job("2", 10));

        Assert.All(_sinceValues, since => Assert.InRange(since!.Value, DateTimeOffset.MinValue, Noon.AddSeconds(10)));
        Assert.Equal(AbsenceMeaning.Unknown, _list.MeaningOfAbsence("2"));
    }

    [Fact]
    public async Task Duplicate_items_are_accepted()
    {
        _page = _ => [Job("1", 10), Job("1", 10)];

        await ReadAsync(Job("1", 10));

        Assert.Equal(["1", "1"], _found);
    }

    private static XplentyJob Job(string id, double updated, string status = "running") =>
        new() { Id = id, Status = status, UpdatedInstant = Noon.AddSeconds(updated) };

    private Task<int> ReadAsync(params XplentyJob[] wanted) => ReadAsync(5, wanted);

    private Task<int> ReadAsync(int maxPages, params XplentyJob[] wanted) =>
        _list.ReadAsync(
            wanted.ToDictionary(job => job.Id, job => (RemoteJob?)job),
            maxPages,
            job => _found.Add(job.Id),
            new CallContext(TestContext.Current.CancellationToken));
}
