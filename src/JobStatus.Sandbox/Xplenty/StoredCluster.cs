using System;
using System.Globalization;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>A cluster in <see cref="XplentyClusters"/>.</summary>
/// <param name="Id">The id.</param>
/// <param name="Settings">The fields that a client can set.</param>
/// <param name="CreatedAt">The time when the cluster was created.</param>
/// <param name="AvailableAt">The time when the cluster becomes available.</param>
internal sealed record StoredCluster(long Id, JsonObject Settings, DateTimeOffset CreatedAt, DateTimeOffset AvailableAt)
{
    /// <summary>The time when a client requested the termination, or null if none did.</summary>
    public DateTimeOffset? TerminationRequestedAt { get; init; }

    /// <summary>The time when the cluster has ended, or null if it does not end.</summary>
    public DateTimeOffset? TerminatedAt { get; init; }

    public string Name => Settings["name"]?.ToString() ?? XplentyClusters.NameOf(Id);

    public string StatusAt(DateTimeOffset now) =>
        TerminatedAt <= now ? "terminated"
        : TerminationRequestedAt is not null ? "pending_terminate"
        : AvailableAt > now ? "pending"
        : "available";

    /// <summary>Returns a copy with the changed settings.</summary>
    public StoredCluster Change(JsonObject change)
    {
        var settings = (JsonObject)Settings.DeepClone();
        foreach ((string name, JsonNode? value) in change)
        {
            settings[name] = value?.DeepClone();
        }

        return this with { Settings = settings };
    }

    public JsonObject Write(DateTimeOffset now, string accountUri)
    {
        string status = StatusAt(now);
        return new()
        {
            ["id"] = Id,
            ["name"] = Name,
            ["description"] = Settings["description"]?.ToString() ?? "",
            ["status"] = status,
            ["owner_id"] = XplentyUser.Caller.Id,
            ["plan_id"] = 2,
            ["nodes"] = Settings["nodes"]?.DeepClone() ?? 2,
            ["type"] = Settings["type"]?.ToString() ?? "production",
            ["created_at"] = Time(CreatedAt),
            ["updated_at"] = Time(TerminationRequestedAt ?? CreatedAt),
            ["available_since"] = AvailableAt <= now ? Time(AvailableAt) : null,
            ["terminated_at"] = status == "terminated" ? Time(TerminatedAt!.Value) : null,
            ["running_jobs_count"] = 0,
            ["queued_jobs_count"] = 0,
            ["terminate_on_idle"] = Settings["terminate_on_idle"]?.DeepClone() ?? 0,
            ["time_to_idle"] = Settings["time_to_idle"]?.DeepClone() ?? 3600,
            ["terminated_on_idle"] = false,
            ["idle_since"] = null,
            ["region"] = Settings["region"]?.ToString() ?? "amazon-web-services::us-east-1",
            ["zone"] = null,
            ["master_instance_type"] = "m1.large",
            ["allow_fallback"] = true,
            ["url"] = $"{accountUri}/clusters/{Id}",
            ["html_url"] = $"{accountUri}/clusters/{Id}/page",
            ["creator"] = new JsonObject
            {
                ["type"] = "User", ["id"] = XplentyUser.Caller.Id, ["display_name"] = XplentyUser.Caller.DisplayName,
            },
            ["bootstrap_actions"] = new JsonArray(),
        };
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
