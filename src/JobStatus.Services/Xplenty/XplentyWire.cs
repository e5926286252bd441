using System;
using System.Collections.Generic;
using System.Text.Json;
using JobStatus.Services.Json;

namespace JobStatus.Services.Xplenty;

/// <summary>A job as Xplenty sends it, in API version 1 or 2.</summary>
internal sealed class XplentyJobWire : WireForm
{
    public Lenient<long> Id;

    public Lenient<string> Status;

    public Lenient<long> OwnerId;

    public Lenient<double> Progress;

    public Lenient<long> OutputsCount;

    public Lenient<List<Lenient<XplentyOutputWire>>> Outputs;

    public Lenient<IReadOnlyDictionary<string, object?>> Variables;

    public Lenient<IReadOnlyDictionary<string, object?>> DynamicVariables;

    public Lenient<DateTimeOffset> CreatedAt;

    public Lenient<DateTimeOffset> StartedAt;

    public Lenient<DateTimeOffset> UpdatedAt;

    public Lenient<DateTimeOffset> FailedAt;

    public Lenient<DateTimeOffset> CompletedAt;

    public Lenient<long> ClusterId;

    public Lenient<long> PackageId;

    public Lenient<string> Errors;

    public Lenient<long> RuntimeInSeconds;

    public Lenient<Uri> Url;

    public Lenient<Uri> HtmlUrl;

    public Lenient<Uri> LogUrl;

    public Lenient<XplentyCreatorWire> Creator;

    public Lenient<XplentyReferenceWire> Package;

    public Lenient<XplentyReferenceWire> Cluster;

    public Lenient<XplentyLogSummaryWire> LogSummary;

    public Lenient<XplentyComponentWire> Component;

    public Lenient<long> Attempts;

    public Lenient<long> MasterAutoRetryAttempts;

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
    public Lenient<long> Id;

    public Lenient<string> Name;

    public Lenient<double> Progress;

    public Lenient<long> RecordsCount;

    public Lenient<DateTimeOffset> CreatedAt;

    public Lenient<DateTimeOffset> UpdatedAt;

    public Lenient<Uri> Url;

    public Lenient<Uri> PreviewUrl;

    public Lenient<string> PreviewType;

    public Lenient<string> ComponentName;

    public Lenient<XplentyComponentWire> Component;

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
    public Lenient<string> Name;

    public Lenient<string> Type;

    public Lenient<IReadOnlyList<object?>> Fields;

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
    public Lenient<string> Type;

    public Lenient<long> Id;

    public Lenient<string> DisplayName;

    public Lenient<Uri> Url;

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
    public Lenient<long> Id;

    public Lenient<string> Name;

    public Lenient<Uri> Url;

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
    public Lenient<long> Id;

    public Lenient<string> Body;

    public Lenient<string> ErrorSummary;

    public Lenient<string> OpenaiExtract;

    public Lenient<IReadOnlyList<object?>> ActionItems;

    public Lenient<DateTimeOffset> CreatedAt;

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
