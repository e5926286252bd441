using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using JobStatus.Services.Json;

namespace JobStatus.Services.Xplenty;

/// <summary>A job as Xplenty sends it, version 1 or 2.</summary>
internal sealed class XplentyJobWire : WireForm
{
    [JsonPropertyName("id")]
    public Lenient<long> Id { get; set; }

    [JsonPropertyName("status")]
    public Lenient<string> Status { get; set; }

    [JsonPropertyName("owner_id")]
    public Lenient<long> OwnerId { get; set; }

    [JsonPropertyName("progress")]
    public Lenient<double> Progress { get; set; }

    [JsonPropertyName("outputs_count")]
    public Lenient<long> OutputsCount { get; set; }

    [JsonPropertyName("outputs")]
    public Lenient<List<Lenient<XplentyOutputWire>>> Outputs { get; set; }

    [JsonPropertyName("variables")]
    public Lenient<IReadOnlyDictionary<string, object?>> Variables { get; set; }

    [JsonPropertyName("dynamic_variables")]
    public Lenient<IReadOnlyDictionary<string, object?>> DynamicVariables { get; set; }

    [JsonPropertyName("created_at")]
    public Lenient<DateTimeOffset> CreatedAt { get; set; }

    [JsonPropertyName("started_at")]
    public Lenient<DateTimeOffset> StartedAt { get; set; }

    [JsonPropertyName("updated_at")]
    public Lenient<DateTimeOffset> UpdatedAt { get; set; }

    [JsonPropertyName("failed_at")]
    public Lenient<DateTimeOffset> FailedAt { get; set; }

    [JsonPropertyName("completed_at")]
    public Lenient<DateTimeOffset> CompletedAt { get; set; }

    [JsonPropertyName("cluster_id")]
    public Lenient<long> ClusterId { get; set; }

    [JsonPropertyName("package_id")]
    public Lenient<long> PackageId { get; set; }

    [JsonPropertyName("errors")]
    public Lenient<string> Errors { get; set; }

    [JsonPropertyName("runtime_in_seconds")]
    public Lenient<long> RuntimeInSeconds { get; set; }

    [JsonPropertyName("url")]
    public Lenient<Uri> Url { get; set; }

    [JsonPropertyName("html_url")]
    public Lenient<Uri> HtmlUrl { get; set; }

    [JsonPropertyName("log_url")]
    public Lenient<Uri> LogUrl { get; set; }

    [JsonPropertyName("creator")]
    public Lenient<XplentyCreatorWire> Creator { get; set; }

    [JsonPropertyName("package")]
    public Lenient<XplentyReferenceWire> Package { get; set; }

    [JsonPropertyName("cluster")]
    public Lenient<XplentyReferenceWire> Cluster { get; set; }

    [JsonPropertyName("log_summary")]
    public Lenient<XplentyLogSummaryWire> LogSummary { get; set; }

    [JsonPropertyName("component")]
    public Lenient<XplentyComponentWire> Component { get; set; }

    [JsonPropertyName("attempts")]
    public Lenient<long> Attempts { get; set; }

    [JsonPropertyName("master_auto_retry_attempts")]
    public Lenient<long> MasterAutoRetryAttempts { get; set; }
}

internal sealed class XplentyOutputWire : WireForm
{
    [JsonPropertyName("id")]
    public Lenient<long> Id { get; set; }

    [JsonPropertyName("name")]
    public Lenient<string> Name { get; set; }

    [JsonPropertyName("progress")]
    public Lenient<double> Progress { get; set; }

    [JsonPropertyName("records_count")]
    public Lenient<long> RecordsCount { get; set; }

    [JsonPropertyName("created_at")]
    public Lenient<DateTimeOffset> CreatedAt { get; set; }

    [JsonPropertyName("updated_at")]
    public Lenient<DateTimeOffset> UpdatedAt { get; set; }

    [JsonPropertyName("url")]
    public Lenient<Uri> Url { get; set; }

    [JsonPropertyName("preview_url")]
    public Lenient<Uri> PreviewUrl { get; set; }

    [JsonPropertyName("preview_type")]
    public Lenient<string> PreviewType { get; set; }

    [JsonPropertyName("component_name")]
    public Lenient<string> ComponentName { get; set; }

    [JsonPropertyName("component")]
    public Lenient<XplentyComponentWire> Component { get; set; }
}

internal sealed class XplentyComponentWire : WireForm
{
    [JsonPropertyName("name")]
    public Lenient<string> Name { get; set; }

    [JsonPropertyName("type")]
    public Lenient<string> Type { get; set; }

    [JsonPropertyName("fields")]
    public Lenient<IReadOnlyList<object?>> Fields { get; set; }
}

internal sealed class XplentyCreatorWire : WireForm
{
    [JsonPropertyName("type")]
    public Lenient<string> Type { get; set; }

    [JsonPropertyName("id")]
    public Lenient<long> Id { get; set; }

    [JsonPropertyName("display_name")]
    public Lenient<string> DisplayName { get; set; }

    [JsonPropertyName("url")]
    public Lenient<Uri> Url { get; set; }
}

internal sealed class XplentyReferenceWire : WireForm
{
    [JsonPropertyName("id")]
    public Lenient<long> Id { get; set; }

    [JsonPropertyName("name")]
    public Lenient<string> Name { get; set; }

    [JsonPropertyName("url")]
    public Lenient<Uri> Url { get; set; }
}

internal sealed class XplentyLogSummaryWire : WireForm
{
    [JsonPropertyName("id")]
    public Lenient<long> Id { get; set; }

    [JsonPropertyName("body")]
    public Lenient<string> Body { get; set; }

    [JsonPropertyName("error_summary")]
    public Lenient<string> ErrorSummary { get; set; }

    [JsonPropertyName("openai_extract")]
    public Lenient<string> OpenaiExtract { get; set; }

    [JsonPropertyName("action_items")]
    public Lenient<IReadOnlyList<object?>> ActionItems { get; set; }

    [JsonPropertyName("created_at")]
    public Lenient<DateTimeOffset> CreatedAt { get; set; }
}
