using System;
using System.Collections.Generic;
using System.Linq;
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
    [InlineData("Running", "Running", 0, 10.0)]
    [InlineData("Running", "Running", -1, null)]
    [InlineData("Running", "Completed", 120, 130.0)]
    [InlineData("Running", "Completed", 121, null)]
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

    [Fact]
    public void Other_fields_of_an_Alteryx_list_are_added_to_those_of_the_job()
    {
        Dictionary<string, object?> own = new() { ["a"] = 1, ["b"] = null };
        AlteryxJob job = new() { Id = "1", AdditionalData = own };

        KnownValues.AddTo(job, new AlteryxJob { Id = "1", AdditionalData = new Dictionary<string, object?> { ["a"] = 2, ["b"] = 3 } });
        Assert.Same(own, job.AdditionalData);

        KnownValues.AddTo(job, new AlteryxJob { Id = "1", AdditionalData = new Dictionary<string, object?> { ["a"] = 2, ["c"] = 4 } });
        Assert.Equal("a=1 b= c=4", string.Join(' ', job.AdditionalData.OrderBy(field => field.Key).Select(field => $"{field.Key}={field.Value}")));
    }

    [Theory]
    [InlineData(52L, null, true, true)]
    [InlineData(52L, false, true, false)]
    [InlineData(53L, null, true, null)]
    [InlineData(null, null, true, true)]
    public void A_job_still_owns_its_cluster_unless_it_runs_on_another_one(long? cluster, bool? owns, bool owned, bool? expected)
    {
        XplentyJob job = new() { Id = "1", ClusterId = cluster, KnownOwnsCluster = owns };

        KnownValues.AddTo(job, new XplentyJob { Id = "1", ClusterId = 52, KnownOwnsCluster = owned });

        Assert.Equal(expected, job.KnownOwnsCluster);
        Assert.Equal(expected == true, job.OwnsCluster);
    }
}
