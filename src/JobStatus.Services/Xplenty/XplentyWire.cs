using System;
using System.Collections.Generic;
using System.Text.Json;
using JobStatus.Services.Json;

namespace JobStatus.Services.Xplenty;

/// <summary>A job as Xplenty sends it, version 1 or 2.</summary>
internal sealed class XplentyJobWire : WireForm
{
    public Lenient<long> Id { get; set; }

    public Lenient<string> Status { get; set; }

    public Lenient<long> OwnerId { get; set; }

    public Lenient<double> Progress { get; set; }

    public Lenient<long> OutputsCount { get; set; }

    public Lenient<List<Lenient<XplentyOutputWire>>> Outputs { get; set; }

    public Lenient<IReadOnlyDictionary<string, object?>> Variables { get; set; }

    public Lenient<IReadOnlyDictionary<string, object?>> DynamicVariables { get; set; }

    public Lenient<DateTimeOffset> CreatedAt { get; set; }

    public Lenient<DateTimeOffset> StartedAt { get; set; }

    public Lenient<DateTimeOffset> UpdatedAt { get; set; }

    public Lenient<DateTimeOffset> FailedAt { get; set; }

    public Lenient<DateTimeOffset> CompletedAt { get; set; }

    public Lenient<long> ClusterId { get; set; }

    public Lenient<long> PackageId { get; set; }

    public Lenient<string> Errors { get; set; }

    public Lenient<long> RuntimeInSeconds { get; set; }

    public Lenient<Uri> Url { get; set; }

    public Lenient<Uri> HtmlUrl { get; set; }

    public Lenient<Uri> LogUrl { get; set; }

    public Lenient<XplentyCreatorWire> Creator { get; set; }

    public Lenient<XplentyReferenceWire> Package { get; set; }

    public Lenient<XplentyReferenceWire> Cluster { get; set; }

    public Lenient<XplentyLogSummaryWire> LogSummary { get; set; }

    public Lenient<XplentyComponentWire> Component { get; set; }

    public Lenient<long> Attempts { get; set; }

    public Lenient<long> MasterAutoRetryAttempts { get; set; }

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "id": Id = reader.Int64(); break;
            case "status": Status = reader.Text(); break;
            case "owner_id": OwnerId = reader.Int64(); break;
            case "progress": Progress = reader.Double(); break;
            case "outputs_count": OutputsCount = reader.Int64(); break;
            case "outputs": Outputs = reader.Forms<XplentyOutputWire>(); break;
            case "variables": Variables = reader.Members(); break;
            case "dynamic_variables": DynamicVariables = reader.Members(); break;
            case "created_at": CreatedAt = reader.Time(); break;
            case "started_at": StartedAt = reader.Time(); break;
            case "updated_at": UpdatedAt = reader.Time(); break;
            case "failed_at": FailedAt = reader.Time(); break;
            case "completed_at": CompletedAt = reader.Time(); break;
            case "cluster_id": ClusterId = reader.Int64(); break;
            case "package_id": PackageId = reader.Int64(); break;
            case "errors": Errors = reader.Text(); break;
            case "runtime_in_seconds": RuntimeInSeconds = reader.Int64(); break;
            case "url": Url = reader.Uri(); break;
            case "html_url": HtmlUrl = reader.Uri(); break;
            case "log_url": LogUrl = reader.Uri(); break;
            case "creator": Creator = reader.Form<XplentyCreatorWire>(); break;
            case "package": Package = reader.Form<XplentyReferenceWire>(); break;
            case "cluster": Cluster = reader.Form<XplentyReferenceWire>(); break;
            case "log_summary": LogSummary = reader.Form<XplentyLogSummaryWire>(); break;
            case "component": Component = reader.Form<XplentyComponentWire>(); break;
            case "attempts": Attempts = reader.Int64(); break;
            case "master_auto_retry_attempts": MasterAutoRetryAttempts = reader.Int64(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class XplentyOutputWire : WireForm
{
    public Lenient<long> Id { get; set; }

    public Lenient<string> Name { get; set; }

    public Lenient<double> Progress { get; set; }

    public Lenient<long> RecordsCount { get; set; }

    public Lenient<DateTimeOffset> CreatedAt { get; set; }

    public Lenient<DateTimeOffset> UpdatedAt { get; set; }

    public Lenient<Uri> Url { get; set; }

    public Lenient<Uri> PreviewUrl { get; set; }

    public Lenient<string> PreviewType { get; set; }

    public Lenient<string> ComponentName { get; set; }

    public Lenient<XplentyComponentWire> Component { get; set; }

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "id": Id = reader.Int64(); break;
            case "name": Name = reader.Text(); break;
            case "progress": Progress = reader.Double(); break;
            case "records_count": RecordsCount = reader.Int64(); break;
            case "created_at": CreatedAt = reader.Time(); break;
            case "updated_at": UpdatedAt = reader.Time(); break;
            case "url": Url = reader.Uri(); break;
            case "preview_url": PreviewUrl = reader.Uri(); break;
            case "preview_type": PreviewType = reader.Text(); break;
            case "component_name": ComponentName = reader.Text(); break;
            case "component": Component = reader.Form<XplentyComponentWire>(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class XplentyComponentWire : WireForm
{
    public Lenient<string> Name { get; set; }

    public Lenient<string> Type { get; set; }

    public Lenient<IReadOnlyList<object?>> Fields { get; set; }

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "name": Name = reader.Text(); break;
            case "type": Type = reader.Text(); break;
            case "fields": Fields = reader.Values(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class XplentyCreatorWire : WireForm
{
    public Lenient<string> Type { get; set; }

    public Lenient<long> Id { get; set; }

    public Lenient<string> DisplayName { get; set; }

    public Lenient<Uri> Url { get; set; }

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "type": Type = reader.Text(); break;
            case "id": Id = reader.Int64(); break;
            case "display_name": DisplayName = reader.Text(); break;
            case "url": Url = reader.Uri(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class XplentyReferenceWire : WireForm
{
    public Lenient<long> Id { get; set; }

    public Lenient<string> Name { get; set; }

    public Lenient<Uri> Url { get; set; }

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "id": Id = reader.Int64(); break;
            case "name": Name = reader.Text(); break;
            case "url": Url = reader.Uri(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class XplentyLogSummaryWire : WireForm
{
    public Lenient<long> Id { get; set; }

    public Lenient<string> Body { get; set; }

    public Lenient<string> ErrorSummary { get; set; }

    public Lenient<string> OpenaiExtract { get; set; }

    public Lenient<IReadOnlyList<object?>> ActionItems { get; set; }

    public Lenient<DateTimeOffset> CreatedAt { get; set; }

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "id": Id = reader.Int64(); break;
            case "body": Body = reader.Text(); break;
            case "error_summary": ErrorSummary = reader.Text(); break;
            case "openai_extract": OpenaiExtract = reader.Text(); break;
            case "action_items": ActionItems = reader.Values(); break;
            case "created_at": CreatedAt = reader.Time(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}
