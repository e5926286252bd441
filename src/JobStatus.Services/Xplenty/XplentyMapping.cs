using System;
using JobStatus.Services.Json;

namespace JobStatus.Services.Xplenty;

/// <summary>Makes what users hold from what Xplenty sends.</summary>
internal static class XplentyMapping
{
    public static XplentyJob Job(XplentyJobWire wire, string id, string connection, DateTimeOffset observedAt)
    {
        var rest = new Leftovers(wire.UnknownFields);
        Uri? url = rest.Take("url", wire.Url);
        Uri? htmlUrl = rest.Take("html_url", wire.HtmlUrl);
        XplentyReference? package = Reference(rest.Take("package", wire.Package));
        XplentyComponent? component = Component(rest.Take("component", wire.Component));
        return new XplentyJob
        {
            Connection = connection,
            Id = id,
            ObservedAt = observedAt,
            Name = package?.Name ?? component?.Name,
            Status = rest.Take("status", wire.Status),
            SubmittedAt = rest.TakeValue("created_at", wire.CreatedAt),
            StartedAt = rest.TakeValue("started_at", wire.StartedAt),
            Uri = htmlUrl ?? url,
            JobId = rest.TakeValue("id", wire.Id),
            OwnerId = rest.TakeValue("owner_id", wire.OwnerId),
            ClusterId = rest.TakeValue("cluster_id", wire.ClusterId),
            PackageId = rest.TakeValue("package_id", wire.PackageId),
            Progress = rest.TakeValue("progress", wire.Progress),
            Variables = rest.Take("variables", wire.Variables) ?? NoData.Dictionary,
            DynamicVariables = rest.Take("dynamic_variables", wire.DynamicVariables) ?? NoData.Dictionary,
            OutputsCount = rest.TakeValue("outputs_count", wire.OutputsCount),
            Outputs = rest.TakeList("outputs", wire.Outputs, Output),
            UpdatedAt = rest.TakeValue("updated_at", wire.UpdatedAt),
            FailedAt = rest.TakeValue("failed_at", wire.FailedAt),
            CompletedAt = rest.TakeValue("completed_at", wire.CompletedAt),
            Errors = rest.Take("errors", wire.Errors),
            RuntimeInSeconds = rest.TakeValue("runtime_in_seconds", wire.RuntimeInSeconds),
            Url = url,
            HtmlUrl = htmlUrl,
            LogUrl = rest.Take("log_url", wire.LogUrl),
            Creator = Creator(rest.Take("creator", wire.Creator)),
            Package = package,
            Cluster = Reference(rest.Take("cluster", wire.Cluster)),
            LogSummary = LogSummary(rest.Take("log_summary", wire.LogSummary)),
            Component = component,
            Attempts = rest.TakeValue("attempts", wire.Attempts),
            MasterAutoRetryAttempts = rest.TakeValue("master_auto_retry_attempts", wire.MasterAutoRetryAttempts),
            AdditionalData = rest.All,
        };
    }

    private static XplentyJobOutput Output(XplentyOutputWire wire)
    {
        var rest = new Leftovers(wire.UnknownFields);
        XplentyComponent? component = Component(rest.Take("component", wire.Component));
        return new XplentyJobOutput
        {
            Id = rest.TakeValue("id", wire.Id),
            Name = rest.Take("name", wire.Name),
            Progress = rest.TakeValue("progress", wire.Progress),
            RecordsCount = rest.TakeValue("records_count", wire.RecordsCount),
            CreatedAt = rest.TakeValue("created_at", wire.CreatedAt),
            UpdatedAt = rest.TakeValue("updated_at", wire.UpdatedAt),
            Url = rest.Take("url", wire.Url),
            PreviewUrl = rest.Take("preview_url", wire.PreviewUrl),
            PreviewType = rest.Take("preview_type", wire.PreviewType),
            ComponentName = rest.Take("component_name", wire.ComponentName) ?? component?.Name,
            Component = component,
            AdditionalData = rest.All,
        };
    }

    private static XplentyComponent? Component(XplentyComponentWire? wire)
    {
        if (wire is null)
        {
            return null;
        }

        var rest = new Leftovers(wire.UnknownFields);
        return new XplentyComponent
        {
            Name = rest.Take("name", wire.Name),
            Type = rest.Take("type", wire.Type),
            Fields = rest.Take("fields", wire.Fields) ?? [],
            AdditionalData = rest.All,
        };
    }

    private static XplentyJobCreator? Creator(XplentyCreatorWire? wire)
    {
        if (wire is null)
        {
            return null;
        }

        var rest = new Leftovers(wire.UnknownFields);
        return new XplentyJobCreator
        {
            Type = rest.Take("type", wire.Type),
            Id = rest.TakeValue("id", wire.Id),
            DisplayName = rest.Take("display_name", wire.DisplayName),
            Url = rest.Take("url", wire.Url),
            AdditionalData = rest.All,
        };
    }

    private static XplentyReference? Reference(XplentyReferenceWire? wire)
    {
        if (wire is null)
        {
            return null;
        }

        var rest = new Leftovers(wire.UnknownFields);
        return new XplentyReference
        {
            Id = rest.TakeValue("id", wire.Id),
            Name = rest.Take("name", wire.Name),
            Url = rest.Take("url", wire.Url),
            AdditionalData = rest.All,
        };
    }

    private static XplentyLogSummary? LogSummary(XplentyLogSummaryWire? wire)
    {
        if (wire is null)
        {
            return null;
        }

        var rest = new Leftovers(wire.UnknownFields);
        return new XplentyLogSummary
        {
            Id = rest.TakeValue("id", wire.Id),
            Body = rest.Take("body", wire.Body),
            ErrorSummary = rest.Take("error_summary", wire.ErrorSummary),
            OpenaiExtract = rest.Take("openai_extract", wire.OpenaiExtract),
            ActionItems = rest.Take("action_items", wire.ActionItems) ?? [],
            CreatedAt = rest.TakeValue("created_at", wire.CreatedAt),
            AdditionalData = rest.All,
        };
    }
}
