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
    private readonly List<DateTimeOffset?> _asked = [];
    private readonly List<long> _offsets = [];
    private readonly List<string> _found = [];
    private readonly XplentyUpdatedJobs _list;
    private Func<long, RemoteJob[]> _page = _ => [];

    public XplentyUpdatedJobsTests() =>
        _list = new XplentyUpdatedJobs(
            (query, offset, _) =>
            {
                Assert.True(query.SortByUpdate);
                _asked.Add(query.UpdatedSince);
                _offsets.Add(offset);
                return Task.FromResult(new ListPage<RemoteJob>(_page(offset)));
            },
            _clock);

    [Fact]
    public async Task The_first_reading_goes_back_to_the_oldest_update_that_is_known()
    {
        await ReadAsync(Job("1", 30), Job("2", 10), Job("3", 20));

        Assert.Equal(Noon.AddSeconds(10), Assert.Single(_asked));
    }

    [Fact]
    public async Task Later_readings_go_back_to_a_little_before_the_latest_update_that_was_seen()
    {
        _page = _ => [Job("other", 100), Job("1", 10)];
        await ReadAsync(Job("1", 10));

        await ReadAsync(Job("1", 10));

        Assert.Equal(Noon.AddSeconds(95), _asked[1]);
    }

    [Fact]
    public async Task What_was_there_and_is_not_again_is_unchanged()
    {
        _page = _ => [Job("other", 100), Job("1", 10)];
        await ReadAsync(Job("1", 10));
        _page = _ => [];

        await ReadAsync(Job("1", 10));

        Assert.Equal(AbsenceMeaning.Unchanged, _list.MeaningOfAbsence("1"));
    }

    [Fact]
    public async Task What_was_never_there_is_gone()
    {
        _page = _ => [Job("other", 100)];

        await ReadAsync(Job("1", 10));
        Assert.Equal(AbsenceMeaning.Gone, _list.MeaningOfAbsence("1"));

        await ReadAsync(Job("1", 10));
        Assert.Equal(AbsenceMeaning.Gone, _list.MeaningOfAbsence("1"));
        Assert.Equal(Noon.AddSeconds(10), _asked[1]);
    }

    [Fact]
    public async Task A_job_that_comes_later_is_looked_for_from_its_own_update_on()
    {
        _page = _ => [Job("1", 100)];
        await ReadAsync(Job("1", 100));

        await ReadAsync(Job("1", 100), Job("2", 50));
        Assert.Equal(Noon.AddSeconds(50), _asked[1]);

        _page = _ => [Job("1", 100), Job("2", 50)];
        await ReadAsync(Job("1", 100), Job("2", 50));
        await ReadAsync(Job("1", 100), Job("2", 50));
        Assert.Equal(Noon.AddSeconds(95), _asked[3]);
    }

    [Fact]
    public async Task Every_ten_minutes_all_are_looked_for_again()
    {
        _page = _ => [Job("other", 500), Job("1", 10)];
        await ReadAsync(Job("1", 10));
        _page = _ => [];
        _clock.Advance(599);
        await ReadAsync(Job("1", 10));
        Assert.Equal(AbsenceMeaning.Unchanged, _list.MeaningOfAbsence("1"));

        _clock.Advance(1);
        await ReadAsync(Job("1", 10));

        Assert.Equal([Noon.AddSeconds(10), Noon.AddSeconds(495), Noon.AddSeconds(10)], _asked);
        Assert.Equal(AbsenceMeaning.Gone, _list.MeaningOfAbsence("1"));
    }

    [Fact]
    public async Task A_reading_that_is_cut_short_says_nothing_of_the_rest_and_is_made_up_for()
    {
        _page = offset => [.. Enumerable.Range(0, 100).Select(number => Job($"other {offset + number}", 1000 - offset - number))];

        await ReadAsync(mostPages: 2, Job("1", 10));
        Assert.Equal([0L, 100], _offsets);
        Assert.Equal(AbsenceMeaning.Unknown, _list.MeaningOfAbsence("1"));

        _page = _ => [Job("1", 10)];
        await ReadAsync(Job("1", 10));
        Assert.Equal(Noon.AddSeconds(10), _asked[^1]);
    }

    [Fact]
    public async Task A_reading_that_fails_is_made_up_for()
    {
        _page = _ => [Job("other", 100), Job("1", 10)];
        await ReadAsync(Job("1", 10));
        _page = offset => offset == 0 ? [.. Enumerable.Range(0, 100).Select(number => Job($"other {number}", 1000 - number))] : throw new JobServiceException("Xplenty", JobServiceErrorKind.ServiceUnavailable, "It fails.", "Wait.");
        await Assert.ThrowsAsync<JobServiceException>(() => ReadAsync(Job("1", 10)));
        _page = _ => [];

        await ReadAsync(Job("1", 10));

        Assert.Equal(Noon.AddSeconds(95), _asked[^1]);
    }

    [Fact]
    public async Task It_reads_no_further_than_since_where_the_service_does_not_heed_it()
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
    public async Task What_was_told_to_another_is_looked_for_again_by_who_does_not_know_it()
    {
        _page = _ => [Job("other", 500), Job("1", 100)];
        await ReadAsync(Job("1", 10), Job("other", 20));
        _page = _ => [];

        await ReadAsync(Job("1", 10));

        Assert.Equal(Noon.AddSeconds(10), _asked[1]);
        Assert.Equal(AbsenceMeaning.Gone, _list.MeaningOfAbsence("1"));
    }

    [Fact]
    public async Task An_end_is_looked_for_again_even_where_it_came_within_the_second()
    {
        _page = _ => [Job("other", 500), Job("1", 10, "completed")];
        await ReadAsync(Job("1", 10));

        await ReadAsync(Job("1", 10));

        Assert.Equal(Noon.AddSeconds(10), _asked[1]);
        Assert.Equal(2, _found.Count(id => id == "1"));
    }

    [Fact]
    public async Task Times_at_the_beginning_of_time_do_no_harm()
    {
        XplentyJob old = new() { Id = "1", Status = "running", UpdatedAt = DateTimeOffset.MinValue };
        _page = _ => [.. Enumerable.Repeat(old, 100)];

        await ReadAsync(old, Job("2", 10));
        await ReadAsync(old, Job("2", 10));

        Assert.All(_asked, asked => Assert.InRange(asked!.Value, DateTimeOffset.MinValue, Noon.AddSeconds(10)));
        Assert.Equal(AbsenceMeaning.Unknown, _list.MeaningOfAbsence("2"));
    }

    [Fact]
    public async Task Items_that_come_twice_do_no_harm()
    {
        _page = _ => [Job("1", 10), Job("1", 10)];

        await ReadAsync(Job("1", 10));

        Assert.Equal(["1", "1"], _found);
    }

    private static XplentyJob Job(string id, double updated, string status = "running") =>
        new() { Id = id, Status = status, UpdatedAt = Noon.AddSeconds(updated) };

    private Task<int> ReadAsync(params XplentyJob[] wanted) => ReadAsync(5, wanted);

    private Task<int> ReadAsync(int mostPages, params XplentyJob[] wanted) =>
        _list.ReadAsync(wanted.ToDictionary(job => job.Id, job => (RemoteJob?)job), mostPages, job => _found.Add(job.Id), new CallContext(TestContext.Current.CancellationToken));
}
