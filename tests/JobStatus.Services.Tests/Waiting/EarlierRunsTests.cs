using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

public sealed class EarlierRunsTests
{
    private readonly EarlierRuns _runs = new(new Definitions());

    [Fact]
    public void Runs_of_one_definition_share_their_durations()
    {
        RunDurations first = _runs.For(Run("1", "a"))!;

        Assert.Same(first, _runs.For(Run("2", "a")));
        Assert.NotSame(first, _runs.For(Run("3", "b")));
        Assert.Null(_runs.For(Run("4", null)));
        Assert.Null(_runs.For(null));
        Assert.Null(new EarlierRuns(null).For(Run("1", "a")));
    }

    [Theory]
    [InlineData("COMPLETED_SUCCESS", 100.0, true)]
    [InlineData("COMPLETED_SUCCESS", null, false)]
    [InlineData("RUNNING", 100.0, false)]
    public void Only_finished_runs_with_a_duration_are_learned_from(string status, double? seconds, bool isLearned)
    {
        TimeSpan? duration = seconds is { } known ? TimeSpan.FromSeconds(known) : null;
        for (int number = 0; number < 3; number++)
        {
            _runs.Learn(Run($"{number}", "a", status), duration);
        }

        Assert.Equal(isLearned, _runs.For(Run("x", "a"))!.Statistics is not null);
    }

    [Theory]
    [InlineData("a", "COMPLETED_SUCCESS", 100.0, true)]
    [InlineData("a", "COMPLETED_SUCCESS", null, false)]
    [InlineData("a", "RUNNING", 100.0, false)]
    [InlineData("b", "COMPLETED_SUCCESS", 100.0, false)]
    [InlineData(null, "COMPLETED_SUCCESS", 100.0, false)]
    public void Runs_that_are_not_watched_are_learned_from_if_their_definition_is_known(
        string? definition, string status, double? seconds, bool isLearned)
    {
        RunDurations durations = _runs.For(Run("x", "a"))!;
        for (int number = 0; number < 3; number++)
        {
            _runs.LearnFromOther(Run($"{number}", definition, status, seconds));
        }

        Assert.Equal(isLearned, durations.Statistics is not null);
        Assert.Null(_runs.For(Run("y", "b"))!.Statistics);
        new EarlierRuns(null).LearnFromOther(Run("1", "a", status, seconds));
    }

    private static AlmaJobInstance Run(string id, string? definition, string status = "RUNNING", double? seconds = null) => new()
    {
        Id = id,
        JobId = definition!,
        Status = status,
        Duration = seconds is { } known ? TimeSpan.FromSeconds(known) : null,
    };

    private sealed class Definitions : IJobListReader
    {
        public string Service => "Alma";

        public RequestBudget Budget => throw new NotSupportedException();

        public TimeSpan ClockDifference => TimeSpan.Zero;

        public IReadOnlyList<string> ListNamesFor(RemoteJob? lastSeen) => [];

        public JobList CreateList(string name) => throw new NotSupportedException();

        public string? DefinitionIdOf(RemoteJob job) => ((AlmaJobInstance)job).JobId;

        public Task<IReadOnlyList<RemoteJob>> ReadEarlierRunsAsync(RemoteJob job, CallContext call) => throw new NotSupportedException();

        public Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call) =>
            throw new NotSupportedException();
    }
}
