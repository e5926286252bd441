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
    private static readonly Uri Place = new("https://service.test/account/api/");

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
    public void Who_has_the_same_key_at_the_same_place_has_the_same_budget()
    {
        RequestBudget one = Budget("key");

        Assert.Same(one, RequestBudget.For(_clock, new Uri("https://service.test/other/"), Limits, ["key"]));
        Assert.NotSame(one, Budget("another key"));
        Assert.NotSame(one, RequestBudget.For(_clock, new Uri("https://elsewhere.test/"), Limits, ["key"]));
        GC.KeepAlive(one);
    }

    [Theory]
    [InlineData(25.0)]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(2.5)]
    [InlineData(5000.0)]
    public async Task No_second_has_more_requests_than_allowed(double perSecond)
    {
        RequestBudget budget = Budget();
        List<double> turns = [];
        Task all = Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            await budget.WaitToSendAsync(perSecond, TimeSpan.Zero, static _ => { }, TestContext.Current.CancellationToken);
            turns.Add((_clock.GetUtcNow() - _start).TotalSeconds);
        }));

        Ring();
        await all;

        Assert.All(turns, turn => Assert.InRange(turns.Count(other => other >= turn && other < turn + Math.Max(1, 1 / perSecond) - 1e-6), 1, Math.Max(1, perSecond)));
        Assert.InRange(turns.Max(), 0, 200 / Math.Max(0.4, Math.Floor(perSecond)));
    }

    [Fact]
    public async Task Two_limits_of_one_key_each_hold()
    {
        RequestBudget budget = Budget();
        List<(double At, bool IsSlow)> turns = [];
        Task all = Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            await budget.WaitToSendAsync(number % 2 == 0 ? 5 : 25, TimeSpan.Zero, static _ => { }, TestContext.Current.CancellationToken);
            turns.Add(((_clock.GetUtcNow() - _start).TotalSeconds, number % 2 == 0));
        }));

        Ring();
        await all;

        Assert.All(turns, turn => Assert.InRange(turns.Count(other => other.At >= turn.At && other.At < turn.At + 1 - 1e-6), 1, 25));
    }

    [Fact]
    public async Task Patience_is_had_up_to_the_longest_and_not_begun_beyond_it()
    {
        RequestBudget budget = Budget();
        budget.PauseUntil(_start.AddSeconds(100));
        TimeSpan told = default;

        Task patient = budget.WaitToSendAsync(null, TimeSpan.FromSeconds(120), delay => told = delay, TestContext.Current.CancellationToken);
        Task impatient = budget.WaitToSendAsync(null, TimeSpan.FromSeconds(60), _ => Assert.Fail("It waits."), TestContext.Current.CancellationToken);

        Assert.True(impatient.IsCompletedSuccessfully);
        Assert.False(patient.IsCompleted);
        Assert.Equal(TimeSpan.FromSeconds(100), told);
        Ring();
        await patient;
        Assert.Equal(_start.AddSeconds(100), _clock.GetUtcNow());
    }

    [Fact]
    public void A_shorter_patience_does_not_shorten_a_longer_one()
    {
        RequestBudget budget = Budget();
        budget.PauseUntil(_start.AddSeconds(100));
        budget.PauseUntil(_start.AddSeconds(5));

        Assert.Equal(_start.AddSeconds(100), budget.PausedUntil);
    }

    [Fact]
    public void Without_word_of_the_allowance_nothing_is_held_back()
    {
        RequestBudget budget = Budget();

        budget.CountPoll(10_000);

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
    public void Waits_spend_a_twentieth_of_their_half_at_once_and_the_rest_over_the_period(int left, int requests, double seconds)
    {
        RequestBudget budget = Budget();
        Learn(budget, left);

        budget.CountPoll(requests);

        Assert.Equal(seconds, (budget.NextPoll - _start).TotalSeconds, precision: 3);
    }

    [Fact]
    public void Looks_never_take_more_than_half_of_what_is_left()
    {
        RequestBudget budget = Budget();
        int left = 1000;
        int spent = 0;
        while ((_clock.GetUtcNow() - _start).TotalHours < 1)
        {
            if (budget.NextPoll <= _clock.GetUtcNow())
            {
                left -= 3;
                spent += 3;
                Learn(budget, left);
                budget.CountPoll(3);
            }

            _clock.Advance(1);
        }

        Assert.InRange(spent, 300, 503);
    }

    [Fact]
    public void An_allowance_that_is_renewed_ends_the_delay()
    {
        RequestBudget budget = Budget();
        Learn(budget, 0);
        budget.CountPoll(1);
        Assert.Equal(_start.AddHours(1), budget.NextPoll);
        _clock.Advance(60);

        Learn(budget, 5000);

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
    public void What_is_left_is_said_in_words(string left, string? allowance, string text)
    {
        RequestBudget budget = Budget();
        using HttpResponseMessage response = new();
        response.Headers.Add("X-Left", left);
        if (allowance is not null)
        {
            response.Headers.Add("X-All", allowance);
        }

        budget.Update(response);

        Assert.Equal(text, budget.Describe());
    }

    private static void Learn(RequestBudget budget, int left)
    {
        using HttpResponseMessage response = new();
        response.Headers.Add("X-Left", $"{left}");
        budget.Update(response);
    }

    private RequestBudget Budget(string key = "key") => RequestBudget.For(_clock, Place, Limits, [key]);

    private void Ring()
    {
        while (_clock.Timers is [var next, ..])
        {
            _clock.Advance(next);
        }
    }
}
