using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>A schedule in the <see cref="XplentyScheduleCatalog"/>.</summary>
internal sealed record StoredXplentySchedule(string Id, NewXplentySchedule Plan, DateTimeOffset CreatedAt) : ICatalogItem
{
    private static readonly string[] Statuses = ["enabled", "disabled"];

    // A change must contain these fields.
    private static readonly string[] Required = ["name", "start_at", "interval_amount", "interval_unit", "task"];

    public long Number { get; } = long.Parse(Id, CultureInfo.InvariantCulture);

    public string Name { get; init; } = Plan.Name ?? $"Sandbox schedule {Id}";

    public bool Enabled { get; init; } = Plan.Enabled;

    public int ExecutionCount { get; init; } = Plan.ExecutionCount;

    public DateTimeOffset? LastRunAt { get; init; }

    private string StartAt => Time(CreatedAt.AddSeconds(Plan.NextRunInSeconds));

    public SandboxXplentySchedule ToSandboxSchedule() => new(Number, Name);

    /// <summary>Returns the reason why the fields are not a valid change, or null if they are.</summary>
    public string? FindProblem(JsonObject change) =>
        Array.Find(Required, name => change[name] is null) is { } missing ? $"{missing} can't be blank."
        : change["status"] is { } status && !Statuses.Contains(status.ToString()) ? "status is not included in the list."
        : ExecutionCount > 0 && change["start_at"]!.ToString() != StartAt ? "start_at cannot be changed after the first run."
        : null;

    public StoredXplentySchedule Change(JsonObject change) => this with
    {
        Name = change["name"]!.ToString(),
        Enabled = change["status"] is { } status ? status.ToString() == "enabled" : Enabled,
    };

    public JsonObject Write(string accountUri)
    {
        JsonObject body = new()
        {
            ["id"] = Number,
            ["name"] = Name,
            ["description"] = "",
            ["owner_id"] = XplentyUser.Caller.Id,
            ["status"] = Enabled ? "enabled" : "disabled",
            ["start_at"] = StartAt,
            ["next_run_at"] = Enabled ? StartAt : null,
            ["interval_amount"] = 1,
            ["interval_unit"] = "days",
            ["last_run_at"] = LastRunAt is { } last ? Time(last) : null,
            ["last_run_status"] = LastRunAt is null ? null : "completed",
            ["execution_count"] = ExecutionCount,
            ["overlap"] = false,
            ["auto_retry"] = true,
            ["auto_retry_attempts"] = 2,
            ["reuse_cluster_strategy"] = "none",
            ["task"] = new JsonObject
            {
                ["nodes"] = 2,
                ["terminate_on_idle"] = 1,
                ["time_to_idle"] = 1800,
                ["packages"] = new JsonArray([.. Plan.PackageIds.Select(Package)]),
            },
            ["created_at"] = Time(CreatedAt),
            ["updated_at"] = Time(CreatedAt),
            ["url"] = $"{accountUri}/schedules/{Id}",
            ["html_url"] = $"{accountUri}/schedules/{Id}/page",
        };
        foreach ((string name, JsonNode? value) in Plan.Extra)
        {
            body[name] = value?.DeepClone();
        }

        return body;
    }

    // The id is text.
    private static JsonNode Package(long id) => new JsonObject
    {
        ["package_id"] = id.ToString(CultureInfo.InvariantCulture),
        ["variables"] = new JsonObject { ["day"] = "CurrentDate()" },
    };

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
