using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests what a wait reports, without polls.</summary>
public sealed class WaitSessionTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly List<string> _lines = [];
    private readonly RecordingObserver _observer;
    private readonly ScriptedReader _reader;

    public WaitSessionTests()
    {
        _observer = new RecordingObserver(_clock);
        _reader = new ScriptedReader(_clock);
    }

    public void Dispose() => _cancellation.Dispose();

    [Fact]
    public void The_progress_is_the_mean_of_all_jobs()
    {
        (WaitSession session, WaitPart part) = Create(
            doneBefore: 1, [new("1", _reader.CreateJob("1", "running", 0.2)), new("2"), new("3")]);
        Assert.Equal((4, 1, 30.0), Progress(session));

        Report(part, "2", "running", 0.4);
        Assert.Equal((4, 1, 40.0), Progress(session));
        Report(part, "1", "running", 0.3);
        Assert.Equal((4, 1, 42.5), Progress(session));
        Report(part, "1", "completed", 1);
        Assert.Equal((4, 2, 60.0), Progress(session));
        part.HandleResult(new JobReadResult(new JobTarget("3"), _reader.Error(JobServiceErrorKind.JobNotFound)));
        Assert.Equal((4, 3, 85.0), Progress(session));
        Report(part, "2", "failed", 0.4);
        Assert.Equal((4, 4, 100.0), Progress(session));
        Assert.True(part.Completion.IsCompletedSuccessfully);
        Assert.False(_cancellation.IsCancellationRequested);
    }

    [Fact]
    public void The_progress_includes_the_jobs_of_all_services()
    {
        WaitOptions options = new() { Time = _clock };
        WaitSession session = new(_observer, options, _cancellation, done: []);
        JobTarget Target(string id, double progress) => new(id, _reader.CreateJob(id, "running", progress));

        session.Add(
        [
            new WaitPart(_reader, [Target("1", 0.1), Target("2", 0.2)], session, options, Call),
            new WaitPart(_reader, [Target("3", 0.5)], session, options, Call),
        ]);

        Assert.Equal((3, 0), (Progress(session).Total, Progress(session).Done));
        Assert.Equal(80.0 / 3, Progress(session).Percent, precision: 9);
    }

    [Fact]
    public void The_error_of_a_timeout_contains_the_last_status_or_the_last_error()
    {
        (_, WaitPart part) = Create(
            doneBefore: 0, [new("1"), new("2", _reader.CreateJob("2", "running")), new("3"), new("4")], timeout: 60.5);
        JobServiceException cause = _reader.Error(JobServiceErrorKind.ServiceUnavailable);
        part.HandleResult(new JobReadResult(new JobTarget("1"), cause));
        part.HandleResult(new JobReadResult(new JobTarget("4"), cause));
        Report(part, "4", "queued");

        part.AbandonUnfinished();

        const string timedOut = "timed out after 60.5 s.";
        Assert.Equal(
            [
                $"The wait for Xplenty job 1 {timedOut} No status was received. The last poll failed: {cause.Problem}",
                $"The wait for Xplenty job 2 {timedOut} The job was still Running (status: running).",
                $"The wait for Xplenty job 3 {timedOut} No status was received.",
                $"The wait for Xplenty job 4 {timedOut} The job was still Queued (status: queued).",
            ],
            _observer.Abandoned.Select(abandoned => abandoned.Error.Problem));
        Assert.All(_observer.Abandoned, abandoned => Assert.Equal(JobServiceErrorKind.WaitTimeout, abandoned.Error.Kind));
        Assert.Equal(
            [JobServiceErrorReason.WaitWithoutStatus, null, JobServiceErrorReason.WaitWithoutStatus, null],
            _observer.Abandoned.Select(abandoned => abandoned.Error.Reason));
        Assert.Equal([cause, null, null, null], _observer.Abandoned.Select(abandoned => abandoned.Error.InnerException));
        Assert.Equal([$"{cause.Problem} The wait continues.", $"{cause.Problem} The wait continues."], _lines);
    }

    [Fact]
    public void The_progress_shows_at_most_four_unfinished_jobs_that_were_read()
    {
        (WaitSession session, _) = Create(
            doneBefore: 0,
            [new("unread"), .. "123456".Select(id => new JobTarget($"{id}", _reader.CreateJob($"{id}", "running")))]);

        session.ReportProgress();

        Assert.Equal(["1", "2", "3", "4"], _observer.Progress[^1].Unfinished.Select(job => job.Id));
    }

    [Fact]
    public void Only_changes_of_the_status_are_reported()
    {
        (_, WaitPart part) = Create(doneBefore: 0, [new("1"), new("2", _reader.CreateJob("2", "running"))]);

        Report(part, "1", "queued");
        Report(part, "1", "queued");
        Report(part, "1", "running");
        Report(part, "1", "running");
        Report(part, "1", "another");
        Report(part, "2", "running");
        Report(part, "2", "completed");

        Assert.Equal(
            ["1:  -> queued", "1: queued -> running", "1: running -> another", "2: running -> completed"],
            _observer.Changes.Select(change => $"{change.Job.Id}: {change.Before?.Status} -> {change.Job.Status}"));
        Assert.Equal(["2"], _observer.FinishedIds);
    }

    [Fact]
    public void After_a_wait_for_any_has_ended_nothing_is_reported()
    {
        (WaitSession session, WaitPart part) = Create(doneBefore: 0, [new("1"), new("2"), new("3")], any: true);
        Report(part, "1", "running");
        Assert.False(session.IsOver);

        Report(part, "2", "completed");

        Assert.True(session.IsOver);
        Assert.True(_cancellation.IsCancellationRequested);
        int changes = _observer.Changes.Count;
        Report(part, "3", "completed");
        session.ReportProgress();
        session.Warn("late");
        part.WriteVerbose("late");
        part.AbandonUnfinished();
        Assert.Equal(["2"], _observer.FinishedIds);
        Assert.Equal(changes, _observer.Changes.Count);
        Assert.Empty(_observer.Progress);
        Assert.Empty(_observer.Warnings);
        Assert.Empty(_observer.Abandoned);
    }

    [Fact]
    public void After_a_session_is_closed_nothing_is_reported()
    {
        (WaitSession session, WaitPart part) = Create(doneBefore: 0, [new("1")]);
        session.Warn("early");
        part.WriteVerbose("early");

        session.Close();
        Report(part, "1", "completed");
        session.Warn("late");
        part.WriteVerbose("late");

        Assert.True(session.IsOver);
        Assert.Empty(_observer.FinishedIds);
        Assert.Equal(["early"], _observer.Warnings.Select(warning => warning.Message));
        Assert.Equal(["early"], _lines);
        Assert.False(part.Completion.IsCompleted);
    }

    [Fact]
    public void Each_unfinished_job_is_abandoned_once()
    {
        (_, WaitPart part) = Create(doneBefore: 0, [new("1"), new("2"), new("3")]);
        Report(part, "2", "completed");

        part.AbandonUnfinished();
        part.AbandonUnfinished();

        Assert.Equal(["1", "3"], _observer.Abandoned.Select(abandoned => abandoned.Target.Id));
        Assert.Empty(part.Unfinished);
    }

    [Fact]
    public void A_result_for_a_job_that_is_done_is_ignored()
    {
        (WaitSession session, WaitPart part) = Create(doneBefore: 0, [new("1"), new("2")]);

        Report(part, "1", "completed");
        Report(part, "1", "completed");

        Assert.Equal(["1"], _observer.FinishedIds);
        Assert.Equal((2, 1, 50.0), Progress(session));
        Assert.False(part.Completion.IsCompleted);
    }

    [Fact]
    public void A_warning_about_the_quota_appears_once()
    {
        (_, WaitPart part) = Create(doneBefore: 0, [new("1")]);

        part.WarnAboutBudget("first");
        part.WarnAboutBudget("second");

        Assert.Equal(["first"], _observer.Warnings.Select(warning => warning.Message));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(0.0, true)]
    [InlineData(10.0, false)]
    public void Only_a_single_poll_ends_after_the_first_poll(double? timeout, bool ends)
    {
        (_, WaitPart part) = Create(doneBefore: 0, [new("1")], timeout: timeout);

        part.OnPolled();

        Assert.Single(_observer.Progress);
        Assert.Equal(ends, part.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void An_exception_of_the_observer_ends_the_wait_and_is_reported_once()
    {
        (_, WaitPart part) = Create(doneBefore: 0, [new("1"), new("2")]);
        _observer.BeforeRecord = _ => throw new InvalidOperationException("observer");

        Report(part, "1", "running");
        _observer.BeforeRecord = _ => { };
        Report(part, "2", "running");

        Assert.Equal("observer", Assert.IsType<InvalidOperationException>(part.Completion.Exception!.InnerException).Message);
        Assert.Empty(_observer.Changes);
    }

    [Fact]
    public void A_cancellation_that_nobody_requested_is_an_error()
    {
        (_, WaitPart part) = Create(doneBefore: 0, [new("1")]);

        part.Fail(new OperationCanceledException());

        Exception error = Assert.IsType<InvalidOperationException>(part.Completion.Exception!.InnerException);
        Assert.Equal("A request to Xplenty was canceled unexpectedly.", error.Message);
        Assert.IsType<OperationCanceledException>(error.InnerException);
    }

    private (WaitSession Session, WaitPart Part) Create(int doneBefore, JobTarget[] targets, bool any = false, double? timeout = null)
    {
        WaitOptions options = new()
        {
            Time = _clock,
            Any = any,
            Timeout = timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        JobTarget[] done =
            [.. Enumerable.Range(1000, doneBefore).Select(id => new JobTarget($"{id}", _reader.CreateJob($"{id}", "completed")))];
        WaitSession session = new(_observer, options, _cancellation, done);
        WaitPart part = new(_reader, targets, session, options, Call);
        session.Add([part]);
        return (session, part);
    }

    private CallContext Call => new(CancellationToken.None, _lines.Add);

    private (int Total, int Done, double Percent) Progress(WaitSession session)
    {
        session.ReportProgress();
        WaitProgress progress = _observer.Progress[^1];
        return (progress.Total, progress.Done, progress.PercentComplete);
    }

    private void Report(WaitPart part, string id, string status, double? progress = null) =>
        part.HandleResult(new JobReadResult(new JobTarget(id), _reader.CreateJob(id, status, progress)));
}
