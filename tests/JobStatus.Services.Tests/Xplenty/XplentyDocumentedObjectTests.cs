using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Tests.Json;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Xplenty;

/// <summary>Reads objects with all documented fields, each of which has another value.</summary>
public sealed class XplentyDocumentedObjectTests
{
    [Fact]
    public void Every_field_of_a_package_is_read() => Responses.AssertRead(
        """
        {
          "id": 434, "name": "Orders", "description": "Loads orders.", "variables": { "day": "'2026-11-29'" }, "owner_id": 1,
          "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-02T00:00:00Z", "url": "https://api/packages/434",
          "html_url": "https://page/packages/434", "status": "active", "version": "2.5", "flow_type": "dataflow",
          "flow_version": "v2", "package_version": "7", "item_id": 2, "workspace_id": 3, "other": "x"
        }
        """,
        tree => XplentyReader.Package(tree, "434", "tests"),
        """
        AdditionalData = 1 members
        AdditionalData[other] = x (String)
        Connection = tests (String)
        CreatedAt = 2026-01-01T00:00:00 (DateTime)
        Description = Loads orders. (String)
        FlowType = dataflow (String)
        FlowVersion = v2 (String)
        HtmlUrl = https://page/packages/434 (Uri)
        Id = 434 (String)
        ItemId = 2 (Int64)
        Name = Orders (String)
        OwnerId = 1 (Int64)
        PackageId = 434 (Int64)
        PackageVersion = 7 (String)
        Status = active (String)
        UpdatedAt = 2026-01-02T00:00:00 (DateTime)
        Url = https://api/packages/434 (Uri)
        Variables = 1 members
        Variables[day] = '2026-11-29' (String)
        Version = 2.5 (String)
        WorkspaceId = 3 (Int64)
        """);

    [Fact]
    public void Every_field_of_a_schedule_is_read() => Responses.AssertRead(
        """
        {
          "id": 5, "name": "Nightly", "description": "Every night.", "owner_id": 1, "status": "enabled",
          "start_at": "2026-01-01T00:00:00Z", "next_run_at": "2026-01-02T00:00:00Z", "interval_amount": 12, "interval_unit": "hours",
          "last_run_at": "2026-01-03T00:00:00Z", "last_run_status": "completed", "execution_count": 7, "overlap": 1,
          "auto_retry": false, "auto_retry_attempts": 3, "reuse_cluster_strategy": "self",
          "task": {
            "nodes": 2, "terminate_on_idle": 0, "time_to_idle": 1800, "other": "y",
            "packages": [{ "package_id": "434", "variables": { "day": "1" }, "other": "z" }]
          },
          "created_at": "2026-01-04T00:00:00Z", "updated_at": "2026-01-05T00:00:00Z", "url": "https://api/schedules/5",
          "html_url": "https://page/schedules/5", "other": "x"
        }
        """,
        tree => XplentyReader.Schedule(tree, "5", "tests"),
        """
        AdditionalData = 1 members
        AdditionalData[other] = x (String)
        AutoRetry = False (Boolean)
        AutoRetryAttempts = 3 (Int64)
        Connection = tests (String)
        CreatedAt = 2026-01-04T00:00:00 (DateTime)
        Definition = 434 (String)
        Description = Every night. (String)
        Enabled = True (Boolean)
        ExecutionCount = 7 (Int64)
        HtmlUrl = https://page/schedules/5 (Uri)
        Id = 5 (String)
        IntervalAmount = 12 (Int64)
        IntervalUnit = hours (String)
        LastRunAt = 2026-01-03T00:00:00 (DateTime)
        LastRunStatus = completed (String)
        Name = Nightly (String)
        NextRunAt = 2026-01-02T00:00:00 (DateTime)
        Overlap = True (Boolean)
        OwnerId = 1 (Int64)
        ReuseClusterStrategy = self (String)
        ScheduleId = 5 (Int64)
        Service = Xplenty (String)
        StartAt = 2026-01-01T00:00:00 (DateTime)
        Status = enabled (String)
        Task.AdditionalData = 1 members
        Task.AdditionalData[other] = y (String)
        Task.Nodes = 2 (Int64)
        Task.Packages = 1 items
        Task.Packages[0].AdditionalData = 1 members
        Task.Packages[0].AdditionalData[other] = z (String)
        Task.Packages[0].PackageId = 434 (Int64)
        Task.Packages[0].Variables = 1 members
        Task.Packages[0].Variables[day] = 1 (String)
        Task.TerminateOnIdle = False (Boolean)
        Task.TimeToIdle = 1800 (Int64)
        UpdatedAt = 2026-01-05T00:00:00 (DateTime)
        Url = https://api/schedules/5 (Uri)
        """);

    [Fact]
    public void Every_field_of_a_cluster_is_read() => Responses.AssertRead(
        """
        {
          "id": 52, "name": "Cluster", "description": "For orders.", "status": "available", "owner_id": 1, "plan_id": 2, "nodes": 4,
          "type": "production", "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-02T00:00:00Z",
          "available_since": "2026-01-03T00:00:00Z", "terminated_at": "2026-01-04T00:00:00Z", "running_jobs_count": 5,
          "queued_jobs_count": 6, "terminate_on_idle": true, "time_to_idle": 3600, "terminated_on_idle": 0,
          "idle_since": "2026-01-05T00:00:00Z", "region": "amazon-web-services::us-east-1", "zone": "us-east-1a",
          "url": "https://api/clusters/52", "html_url": "https://page/clusters/52",
          "creator": { "type": "User", "id": 7, "display_name": "Ada", "url": "https://api/users/7", "html_url": "https://page/users/7" },
          "stack": "white-everest"
        }
        """,
        tree => XplentyReader.Cluster(tree, "52", "tests"),
        """
        AdditionalData = 1 members
        AdditionalData[stack] = white-everest (String)
        AvailableSince = 2026-01-03T00:00:00 (DateTime)
        ClusterId = 52 (Int64)
        Connection = tests (String)
        CreatedAt = 2026-01-01T00:00:00 (DateTime)
        Creator.AdditionalData = 1 members
        Creator.AdditionalData[html_url] = https://page/users/7 (String)
        Creator.DisplayName = Ada (String)
        Creator.Id = 7 (Int64)
        Creator.Type = User (String)
        Creator.Url = https://api/users/7 (Uri)
        Description = For orders. (String)
        HtmlUrl = https://page/clusters/52 (Uri)
        Id = 52 (String)
        IdleSince = 2026-01-05T00:00:00 (DateTime)
        IsGone = False (Boolean)
        IsReady = True (Boolean)
        Name = Cluster (String)
        Nodes = 4 (Int64)
        OwnerId = 1 (Int64)
        PlanId = 2 (Int64)
        QueuedJobsCount = 6 (Int64)
        Region = amazon-web-services::us-east-1 (String)
        RunningJobsCount = 5 (Int64)
        Status = available (String)
        TerminateOnIdle = True (Boolean)
        TerminatedAt = 2026-01-04T00:00:00 (DateTime)
        TerminatedOnIdle = False (Boolean)
        TimeToIdle = 3600 (Int64)
        Type = production (String)
        UpdatedAt = 2026-01-02T00:00:00 (DateTime)
        Url = https://api/clusters/52 (Uri)
        Zone = us-east-1a (String)
        """);

    [Fact]
    public void Every_field_of_an_output_is_read() => Responses.AssertRead(
        """
        {
          "id": 157,
          "outputs": [
            {
              "id": 1, "name": "orders", "progress": 0.5, "records_count": 2, "created_at": "2026-01-01T00:00:00Z",
              "updated_at": "2026-01-02T00:00:00Z", "url": "https://api/outputs/1", "preview_url": "https://api/outputs/1/preview",
              "preview_type": "csv", "component_name": "target", "other": "x",
              "component": { "name": "destination", "type": "table", "fields": ["a"], "other": "y" }
            },
            { "component": { "name": "destination" } }
          ]
        }
        """,
        tree => XplentyReader.Job(tree, "157", "tests", default).Outputs,
        """
        = 2 items
        [0].AdditionalData = 1 members
        [0].AdditionalData[other] = x (String)
        [0].Component.AdditionalData = 1 members
        [0].Component.AdditionalData[other] = y (String)
        [0].Component.Fields = 1 items
        [0].Component.Fields[0] = a (String)
        [0].Component.Name = destination (String)
        [0].Component.Type = table (String)
        [0].ComponentName = target (String)
        [0].CreatedAt = 2026-01-01T00:00:00 (DateTime)
        [0].Id = 1 (Int64)
        [0].Name = orders (String)
        [0].PreviewType = csv (String)
        [0].PreviewUrl = https://api/outputs/1/preview (Uri)
        [0].Progress = 0.5 (Double)
        [0].RecordsCount = 2 (Int64)
        [0].UpdatedAt = 2026-01-02T00:00:00 (DateTime)
        [0].Url = https://api/outputs/1 (Uri)
        [1].AdditionalData = 0 members
        [1].Component.AdditionalData = 0 members
        [1].Component.Fields = 0 items
        [1].Component.Name = destination (String)
        [1].ComponentName = destination (String)
        """);

    [Fact]
    public void Every_field_of_a_log_is_read() => Responses.AssertRead(
        """{ "body": "Started.", "url": "https://api/jobs/157/log", "other": "x" }""",
        tree => XplentyReader.Log(tree, "157", "tests"),
        """
        AdditionalData = 1 members
        AdditionalData[other] = x (String)
        Body = Started. (String)
        Connection = tests (String)
        JobId = 157 (String)
        Url = https://api/jobs/157/log (Uri)
        """);

    [Fact]
    public void Every_variable_is_read() => Responses.AssertRead(
        """{ "day": "1", "night": null }""",
        tree => XplentyReader.Variables(tree.Object, "157", "tests"),
        """
        = 2 items
        [0].Connection = tests (String)
        [0].JobId = 157 (String)
        [0].Name = day (String)
        [0].Value = 1 (String)
        [1].Connection = tests (String)
        [1].JobId = 157 (String)
        [1].Name = night (String)
        """);

    [Fact]
    public void Every_field_of_a_watcher_is_read() => Responses.AssertRead(
        """[{ "id": 1, "display_name": "Ada", "other": "x" }, {}, { "id": 2, "display_name": null }]""",
        tree => XplentyReader.Watchers(tree, "157", "tests").Items,
        """
        = 2 items
        [0].AdditionalData = 1 members
        [0].AdditionalData[other] = x (String)
        [0].Connection = tests (String)
        [0].DisplayName = Ada (String)
        [0].JobId = 157 (String)
        [0].UserId = 1 (Int64)
        [1].AdditionalData = 0 members
        [1].Connection = tests (String)
        [1].JobId = 157 (String)
        [1].UserId = 2 (Int64)
        """);

    [Fact]
    public void Every_field_of_the_quota_is_read() => Responses.AssertRead(
        """{ "limits": { "limit": 5000, "remaining": 4990 } }""",
        tree => XplentyReader.RateLimit(tree, "tests"),
        """
        Connection = tests (String)
        Limit = 5000 (Int64)
        Remaining = 4990 (Int64)
        """);

    [Theory]
    [InlineData("""{ "limits": { "limit": 5000 } }""", 5000L, null)]
    [InlineData("""{ "limits": { "remaining": 4990 } }""", null, 4990L)]
    public void One_figure_of_the_quota_is_enough(string json, long? limit, long? remaining)
    {
        XplentyRateLimit quota = Responses.Read(json, tree => XplentyReader.RateLimit(tree, "tests"));

        Assert.Equal((limit, remaining), (quota.Limit, quota.Remaining));
    }

    [Theory]
    [InlineData("""{ "preview": "a\tb" }""", "a\tb")]
    [InlineData("""{ "preview": "" }""", "")]
    [InlineData("""{ "preview": null }""", "")]
    public void A_preview_can_be_empty(string json, string expected) => Assert.Equal(expected, Responses.Read(json, XplentyReader.Preview));

    [Fact]
    public void A_response_without_any_documented_field_is_unexpected()
    {
        Responses.AssertUnexpected(tree => XplentyReader.Job(tree, "157", "tests", default));
        Responses.AssertUnexpected(tree => XplentyReader.Package(tree, "434", "tests"));
        Responses.AssertUnexpected(tree => XplentyReader.Schedule(tree, "5", "tests"));
        Responses.AssertUnexpected(tree => XplentyReader.Cluster(tree, "52", "tests"));
        Responses.AssertUnexpected(tree => XplentyReader.Log(tree, "157", "tests"));
        Responses.AssertUnexpected(XplentyReader.Preview);
        Responses.AssertUnexpected(tree => XplentyReader.RateLimit(tree, "tests"));
        Responses.AssertUnexpected(tree => XplentyReader.RateLimit(tree, "tests"), """{ "limits": { "other": 1 } }""");
    }

    [Theory]
    [InlineData("true", true, null)]
    [InlineData("false", false, null)]
    [InlineData("1", true, null)]
    [InlineData("0", false, null)]
    [InlineData("null", null, null)]
    [InlineData("2", null, 2L)]
    [InlineData("\"sometimes\"", null, "sometimes")]
    public void A_flag_can_be_a_number(string json, bool? expected, object? kept)
    {
        XplentySchedule schedule = Responses.Read($$"""{ "overlap": {{json}}, "status": "enabled" }""", tree => XplentyReader.Schedule(tree, "5", "tests"));

        Assert.Equal(expected, schedule.Overlap);
        Assert.Equal(kept, schedule.AdditionalData.GetValueOrDefault("overlap"));
    }

    [Fact]
    public void An_object_has_the_requested_id_and_keeps_another_one()
    {
        XplentyCluster same = Responses.Read("""{ "id": 52 }""", tree => XplentyReader.Cluster(tree, "52", "tests"));
        XplentyCluster other = Responses.Read("""{ "id": 53 }""", tree => XplentyReader.Cluster(tree, "52", "tests"));
        XplentyCluster none = Responses.Read("""{ "status": "idle" }""", tree => XplentyReader.Cluster(tree, "52", "tests"));
        XplentyCluster hook = Responses.Read("""{ "id": 53 }""", tree => XplentyReader.Cluster(tree, null, "tests"));

        Assert.Equal(["52", "52", "52", "53"], new[] { same, other, none, hook }.Select(cluster => cluster.Id));
        Assert.Equal(53L, Assert.Single(other.AdditionalData).Value);
        Assert.All([same, none, hook], cluster => Assert.Empty(cluster.AdditionalData));
        Responses.AssertUnexpected(tree => XplentyReader.Cluster(tree, null, "tests"), """{ "status": "idle" }""");
    }

    [Fact]
    public void Items_without_an_id_are_left_out()
    {
        const string Json = """[{ "id": 1, "name": "a" }, { "name": "b" }, 7]""";

        Assert.Equal(["1"], Responses.Read(Json, tree => XplentyReader.Packages(tree, "tests").Items.Select(item => item.Id).ToList()));
        Assert.Equal(["1"], Responses.Read(Json, tree => XplentyReader.Schedules(tree, "tests").Items.Select(item => item.Id).ToList()));
        Assert.Equal(["1"], Responses.Read(Json, tree => XplentyReader.Clusters(tree, "tests").Items.Select(item => item.Id).ToList()));
    }
}
