using System;
using Xunit;

namespace JobStatus.Services.Tests.Model;

public sealed class KnownValuesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Values_that_the_service_does_not_report_again_are_kept_and_others_are_not_changed()
    {
        AlmaJobInstance earlier = new() { Id = "1", Name = "Export", JobId = "S1", ExternalId = "x", Status = "RUNNING", Progress = 50 };
        AlmaJobInstance job = new() { Id = "1", Name = "Export of records", Status = "COMPLETED_SUCCESS" };

        Assert.Same(job, KnownValues.AddTo(job, earlier));

        Assert.Equal(("Export of records", "S1", "x"), (job.Name, job.JobId, job.ExternalId));
        Assert.Equal(("COMPLETED_SUCCESS", null), (job.Status, job.Progress));
    }

    [Fact]
    public void Nothing_is_kept_from_a_job_of_another_service_or_without_an_earlier_object()
    {
        XplentyJob job = new() { Id = "1" };

        KnownValues.AddTo(job, new AlmaJobInstance { Id = "1", Name = "Export" });
        KnownValues.AddTo(job, null);

        Assert.Null(job.Name);
    }

    [Theory]
    [InlineData("Running", "Running", 3600, 3610.0)]
    [InlineData("Running", "Completed", 30, 40.0)]
    [InlineData("Running", "Completed", 3600, null)]
    [InlineData("Completed", "Completed", 3600, 10.0)]
    [InlineData("Queued", "Completed", 30, null)]
    public void The_execution_time_of_an_Alteryx_job_is_known_as_long_as_it_was_seen_running(
        string before, string after, double elapsed, double? expected)
    {
        AlteryxJob earlier = new()
        {
            Id = "1", Status = before, Disposition = "Success", ExecutionTime = TimeSpan.FromSeconds(10), ObservedInstant = Noon,
        };
        AlteryxJob job = new() { Id = "1", Status = after, Disposition = "Success", ObservedInstant = Noon.AddSeconds(elapsed) };

        KnownValues.AddTo(job, earlier);

        Assert.Equal(expected, job.ExecutionTime?.TotalSeconds);
    }
}
