using System;
using JobStatus.Services.Json;

namespace JobStatus.Services.Xplenty;

/// <summary>Maps wire forms to model objects.</summary>
internal static class XplentyMapping
{
    public static XplentyJob Job(XplentyJobWire wire, string id, string connection, DateTimeOffset observedAt)
    {
        var fields = new UnmappedFields(wire.UnknownFields);
        Uri? url = fields.Take("url", wire.Url);
        Uri? htmlUrl = fields.Take("html_url", wire.HtmlUrl);
        XplentyReference? package = Reference(fields.Take("package", wire.Package));
        XplentyComponent? component = Component(fields.Take("component", wire.Component));
        return new XplentyJob
        {
            Connection = connection,
            Id = id,
            ObservedAt = observedAt,
            Name = package?.Name ?? component?.Name,
            Status = fields.Take("status", wire.Status),
            SubmittedAt = fields.TakeValue("created_at", wire.CreatedAt),
            StartedAt = fields.TakeValue("started_at", wire.StartedAt),
            Uri = htmlUrl ?? url,
            JobId = fields.TakeValue("id", wire.Id),
            OwnerId = fields.TakeValue("owner_id", wire.OwnerId),
            ClusterId = fields.TakeValue("cluster_id", wire.ClusterId),
            PackageId = fields.TakeValue("package_id", wire.PackageId),
            Progress = fields.TakeValue("progress", wire.Progress),
            Variables = fields.Take("variables", wire.Variables) ?? NoData.Dictionary,
            DynamicVariables = fields.Take("dynamic_variables", wire.DynamicVariables) ?? NoData.Dictionary,
            OutputsCount = fields.TakeValue("outputs_count", wire.OutputsCount),
            Outputs = fields.TakeList("outputs", wire.Outputs, Output),
            UpdatedAt = fields.TakeValue("updated_at", wire.UpdatedAt),
            FailedAt = fields.TakeValue("failed_at", wire.FailedAt),
            CompletedAt = fields.TakeValue("completed_at", wire.CompletedAt),
            Errors = fields.Take("errors", wire.Errors),
            RuntimeInSeconds = fields.TakeValue("runtime_in_seconds", wire.RuntimeInSeconds),
            Url = url,
            HtmlUrl = htmlUrl,
            LogUrl = fields.Take("log_url", wire.LogUrl),
            Creator = Creator(fields.Take("creator", wire.Creator)),
            Package = package,
            Cluster = Reference(fields.Take("cluster", wire.Cluster)),
            LogSummary = LogSummary(fields.Take("log_summary", wire.LogSummary)),
            Component = component,
            Attempts = fields.TakeValue("attempts", wire.Attempts),
            MasterAutoRetryAttempts = fields.TakeValue("master_auto_retry_attempts", wire.MasterAutoRetryAttempts),
            AdditionalData = fields.All,
        };
    }

    private static XplentyJobOutput Output(XplentyOutputWire wire)
    {
        var fields = new UnmappedFields(wire.UnknownFields);
        XplentyComponent? component = Component(fields.Take("component", wire.Component));
        return new XplentyJobOutput
        {
            Id = fields.TakeValue("id", wire.Id),
            Name = fields.Take("name", wire.Name),
            Progress = fields.TakeValue("progress", wire.Progress),
            RecordsCount = fields.TakeValue("records_count", wire.RecordsCount),
            CreatedAt = fields.TakeValue("created_at", wire.CreatedAt),
            UpdatedAt = fields.TakeValue("updated_at", wire.UpdatedAt),
            Url = fields.Take("url", wire.Url),
            PreviewUrl = fields.Take("preview_url", wire.PreviewUrl),
            PreviewType = fields.Take("preview_type", wire.PreviewType),
            ComponentName = fields.Take("component_name", wire.ComponentName) ?? component?.Name,
            Component = component,
            AdditionalData = fields.All,
        };
    }

    private static XplentyComponent? Component(XplentyComponentWire? wire)
    {
        if (wire is null)
        {
            return null;
        }

        var fields = new UnmappedFields(wire.UnknownFields);
        return new XplentyComponent
        {
            Name = fields.Take("name", wire.Name),
            Type = fields.Take("type", wire.Type),
            Fields = fields.Take("fields", wire.Fields) ?? [],
            AdditionalData = fields.All,
        };
    }

    private static XplentyJobCreator? Creator(XplentyCreatorWire? wire)
    {
        if (wire is null)
        {
            return null;
        }

        var fields = new UnmappedFields(wire.UnknownFields);
        return new XplentyJobCreator
        {
            Type = fields.Take("type", wire.Type),
            Id = fields.TakeValue("id", wire.Id),
            DisplayName = fields.Take("display_name", wire.DisplayName),
            Url = fields.Take("url", wire.Url),
            AdditionalData = fields.All,
        };
    }

    private static XplentyReference? Reference(XplentyReferenceWire? wire)
    {
        if (wire is null)
        {
            return null;
        }

        var fields = new UnmappedFields(wire.UnknownFields);
        return new XplentyReference
        {
            Id = fields.TakeValue("id", wire.Id),
            Name = fields.Take("name", wire.Name),
            Url = fields.Take("url", wire.Url),
            AdditionalData = fields.All,
        };
    }

    private static XplentyLogSummary? LogSummary(XplentyLogSummaryWire? wire)
    {
        if (wire is null)
        {
            return null;
        }

        var fields = new UnmappedFields(wire.UnknownFields);
        return new XplentyLogSummary
        {
            Id = fields.TakeValue("id", wire.Id),
            Body = fields.Take("body", wire.Body),
            ErrorSummary = fields.Take("error_summary", wire.ErrorSummary),
            OpenaiExtract = fields.Take("openai_extract", wire.OpenaiExtract),
            ActionItems = fields.Take("action_items", wire.ActionItems) ?? [],
            CreatedAt = fields.TakeValue("created_at", wire.CreatedAt),
            AdditionalData = fields.All,
        };
    }
}
