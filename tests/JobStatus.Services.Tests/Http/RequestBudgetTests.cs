using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class RequestBudgetTests
{
    private static readonly Uri BaseUri = new("https://service.test/account/api/");

    private static readonly RateLimits Limits = new()
    {
        RemainingHeader = "X-Left",
        QuotaHeader = "X-All",
        QuotaPeriod = "this hour",
        TimeUntilReset = static _ => TimeSpan.FromHours(1),
    };

    private readonly FakeClock _clock = new();
    private readonly DateTimeOffset _start;

    public RequestBudgetTests() => _start = _clock.GetUtcNow();

    [Fact]
    public void Clients_with_the_same_key_and_host_share_a_budget()
    {
        RequestBudget one = Budget("key");

        Assert.Same(one, RequestBudget.For(_clock, new Uri("https://service.test/other/"), Limits, ["key"]));
        Assert.NotSame(one, Budget("another key"));
        Assert.NotSame(one, RequestBudget.For(_clock, new Uri("https://elsewhere.test/"), Limits, ["key"]));
        Assert.NotSame(one, RequestBudget.For(_clock, BaseUri, Limits, ["user", "key"]));
        Assert.NotSame(Budget("userkey"), RequestBudget.For(_clock, BaseUri, Limits, ["user", "key"]));
        GC.KeepAlive(one);
    }

    [Theory]
    [InlineData(25.0)]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(2.5)]
    [InlineData(5000.0)]
    public async Task The_rate_limit_holds_in_every_second(double perSecond)
    {
        RequestBudget budget = Budget();
        List<double> sentAt = [];
        Task all = Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            await budget.WaitToSendAsync(perSecond, TimeSpan.Zero, static _ => { }, TestContext.Current.CancellationToken);
            sentAt.Add((_clock.GetUtcNow() - _start).TotalSeconds);
        }));

        RunTimers();
        await all;

        Assert.All(
            sentAt,
            sent => Assert.InRange(
                sentAt.Count(other => other >= sent && other < sent + Math.Max(1, 1 / perSecond) - 1e-6), 1, Math.Max(1, perSecond)));
        Assert.InRange(sentAt.Max(), 0, 200 / Math.Max(0.4, Math.Floor(perSecond)));
    }

    [Fact]
    public async Task Two_rate_limits_of_one_key_both_hold()
    {
        RequestBudget budget = Budget();
        List<(double At, bool IsSlow)> sentAt = [];
        Task all = Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            await budget.WaitToSendAsync(number % 2 == 0 ? 5 : 25, TimeSpan.Zero, static _ => { }, TestContext.Current.CancellationToken);
            sentAt.Add(((_clock.GetUtcNow() - _start).TotalSeconds, number % 2 == 0));
        }));

        RunTimers();
        await all;

        Assert.All(sentAt, sent => Assert.InRange(sentAt.Count(other => other.At >= sent.At && other.At < sent.At + 1 - 1e-6), 1, 25));
    }

    [Fact]
    public async Task A_request_waits_for_the_end_of_a_pause_only_up_to_its_maximum_delay()
    {
        RequestBudget budget = Budget();
        budget.Pause(_start, TimeSpan.FromSeconds(100));
        TimeSpan reportedDelay = default;

        Task delayed = budget.WaitToSendAsync(
            null, TimeSpan.FromSeconds(100), delay => reportedDelay = delay, TestContext.Current.CancellationToken);
        Task withoutDelay = budget.WaitToSendAsync(
            null, TimeSpan.FromSeconds(99), _ => Assert.Fail("The request must not be delayed."), TestContext.Current.CancellationToken);

        Assert.True(withoutDelay.IsCompletedSuccessfully);
        Assert.False(delayed.IsCompleted);
        Assert.Equal(TimeSpan.FromSeconds(100), reportedDelay);
        RunTimers();
        await delayed;
        Assert.Equal(_start.AddSeconds(100), _clock.GetUtcNow());
    }

    [Fact]
    public async Task Unused_time_does_not_raise_the_rate_limit()
    {
        RequestBudget budget = Budget();
        Task SendAsync() => budget.WaitToSendAsync(5, TimeSpan.Zero, static _ => { }, TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SendAsync()));
        _clock.Advance(60);

        Task[] later = [.. Enumerable.Range(0, 11).Select(_ => SendAsync())];

        Assert.Equal(5, later.Count(static request => request.IsCompleted));
        Assert.Equal([.. Enumerable.Repeat(1.0, 5), 2.0], _clock.Timers.Select(static left => left.TotalSeconds));
        RunTimers();
        await Task.WhenAll(later);
    }

    [Theory]
    [InlineData(3599, 3599)]
    [InlineData(3601, 3600)]
    [InlineData(86_400, 3600)]
    public void A_pause_of_more_than_an_hour_is_shortened(double requested, double seconds)
    {
        RequestBudget budget = Budget();

        budget.Pause(_start, TimeSpan.FromSeconds(requested));

        Assert.Equal(_start.AddSeconds(seconds), budget.PausedUntil);
    }

    [Fact]
    public void A_shorter_pause_does_not_shorten_a_longer_pause()
    {
        RequestBudget budget = Budget();
        budget.Pause(_start, TimeSpan.FromSeconds(100));
        budget.Pause(_start, TimeSpan.FromSeconds(5));

        Assert.Equal(_start.AddSeconds(100), budget.PausedUntil);
    }

    [Fact]
    public void Polls_are_not_delayed_if_the_quota_is_unknown()
    {
        RequestBudget budget = Budget();

        budget.CountPoll(10_000);

        Assert.Equal(DateTimeOffset.MinValue, budget.NextPoll);
        UpdateRemaining(budget, 3600);
        Assert.True(budget.NextPoll <= _clock.GetUtcNow(), "Only polls with a known quota count.");
        Assert.Equal(DateTimeOffset.MinValue, RequestBudget.Unlimited().NextPoll);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1000)]
    public void Setting_the_clock_back_does_not_delay_the_next_poll(int? remaining)
    {
        RequestBudget budget = Budget();
        if (remaining is { } known)
        {
            UpdateRemaining(budget, known);
        }

        budget.CountPoll(1);
        _clock.Adjust(TimeSpan.FromHours(-5));

        Assert.True(budget.NextPoll <= _clock.GetUtcNow());
    }

    [Theory]
    [InlineData(3600, 91, 2)]
    [InlineData(3600, 140, 100)]
    [InlineData(80, 2, 0)]
    [InlineData(80, 3, 90)]
    [InlineData(1, 1, 3510)]
    [InlineData(0, 1, 3600)]
    [InlineData(0, 500, 3600)]
    public void Polls_can_use_a_twentieth_of_their_half_of_the_quota_at_once_and_the_rest_evenly(
        int remaining, int requests, double seconds)
    {
        RequestBudget budget = Budget();
        UpdateRemaining(budget, remaining);

        budget.CountPoll(requests);

        Assert.Equal(seconds, (budget.NextPoll - _start).TotalSeconds, precision: 3);
    }

    [Fact]
    public void Unused_time_does_not_raise_the_number_of_polls_at_once()
    {
        RequestBudget budget = Budget();
        UpdateRemaining(budget, 3600);
        _clock.Advance(3000);

        budget.CountPoll(140);

        Assert.Equal(3100, (budget.NextPoll - _start).TotalSeconds, precision: 3);
    }

    [Fact]
    public void Polls_before_a_change_of_the_quota_are_made_up_at_the_earlier_rate()
    {
        RequestBudget budget = Budget();
        UpdateRemaining(budget, 4000);
        budget.CountPoll(300);
        _clock.Advance(180);

        UpdateRemaining(budget, 2000);

        Assert.Equal(720, (budget.NextPoll - _start).TotalSeconds, precision: 3);
    }

    [Fact]
    public void Polls_never_use_more_than_half_of_the_remaining_quota()
    {
        RequestBudget budget = Budget();
        int remaining = 1000;
        int spent = 0;
        while ((_clock.GetUtcNow() - _start).TotalHours < 1)
        {
            if (budget.NextPoll <= _clock.GetUtcNow())
            {
                remaining -= 3;
                spent += 3;
                UpdateRemaining(budget, remaining);
                budget.CountPoll(3);
            }

            _clock.Advance(1);
        }

        Assert.InRange(spent, 300, 503);
    }

    [Fact]
    public void A_renewed_quota_ends_the_delay()
    {
        RequestBudget budget = Budget();
        UpdateRemaining(budget, 0);
        budget.CountPoll(1);
        Assert.Equal(_start.AddHours(1), budget.NextPoll);
        _clock.Advance(60);

        UpdateRemaining(budget, 5000);

        Assert.InRange(budget.NextPoll - _clock.GetUtcNow(), TimeSpan.FromHours(-1), TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("312", "5000", "312 of 5000 requests for this hour")]
    [InlineData("1", "5000", "1 of 5000 requests for this hour")]
    [InlineData("2", null, "2 requests for this hour")]
    [InlineData("1", null, "1 request for this hour")]
    [InlineData("0", null, "0 requests for this hour")]
    [InlineData("-7", null, "0 requests for this hour")]
    [InlineData("many", null, "0 requests for this hour")]
    public void The_remaining_quota_is_described_in_words(string remaining, string? quota, string text)
    {
        RequestBudget budget = Budget();
        using HttpResponseMessage response = Response(remaining, quota);

        budget.Update(response);

        Assert.Equal(text, budget.Describe());
    }

    [Fact]
    public void A_response_without_the_total_quota_does_not_change_it()
    {
        RequestBudget budget = Budget();
        Assert.Equal("9 of 5000 requests for this hour", Describe("9", "5000"));
        Assert.Equal("8 of 5000 requests for this hour", Describe("8", null));
        Assert.Equal("7 of 6000 requests for this hour", Describe("7", "6000"));

        string Describe(string remaining, string? quota)
        {
            using HttpResponseMessage response = Response(remaining, quota);
            budget.Update(response);
            return budget.Describe();
        }
    }

    [Fact]
    public void Requests_that_can_wait_leave_half_of_a_burst_to_polls()
    {
        RequestBudget budget = Budget();
        Assert.Null(budget.Allowance.Spare);

        UpdateRemaining(budget, 4000);
        Assert.Equal((4000L, 50L), (budget.Allowance.Remaining.GetValueOrDefault(), budget.Allowance.Spare.GetValueOrDefault()));

        budget.CountPoll(50);
        Assert.Equal(0, budget.Allowance.Spare);
        DateTimeOffset planned = _clock.GetUtcNow();
        _clock.Advance(0.001);
        Assert.True(budget.Allowance.NextPoll <= planned, "A poll that was planned slightly earlier is not delayed.");

        budget.CountPoll(60);
        Assert.Equal(0, budget.Allowance.Spare);
        Assert.True(budget.NextPoll > _clock.GetUtcNow(), "A poll is delayed.");
    }

    private static void UpdateRemaining(RequestBudget budget, int remaining)
    {
        using HttpResponseMessage response = Response($"{remaining}", null);
        budget.Update(response);
    }

    private static HttpResponseMessage Response(string remaining, string? quota)
    {
        HttpResponseMessage response = new();
        response.Headers.Add("X-Left", remaining);
        if (quota is not null)
        {
            response.Headers.Add("X-All", quota);
        }

        return response;
    }

    private RequestBudget Budget(string key = "key") => RequestBudget.For(_clock, BaseUri, Limits, [key]);

    private void RunTimers()
    {
        while (_clock.Timers is [var next, ..])
        {
            _clock.Advance(next);
        }
    }
}
