using System;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>Makes what users hold from what Alma sends.</summary>
internal static class AlmaMapping
{
    /// <param name="wire">What Alma sent.</param>
    /// <param name="askedJobId">The definition's id that was asked for; null when it was not known.</param>
    /// <param name="instanceId">The run's id that was asked for.</param>
    /// <param name="connection">The name of the connection; null when it was not read through one.</param>
    /// <param name="observedAt">When it was read.</param>
    /// <param name="isFromList">Whether it stood in a list.</param>
    public static AlmaJobInstance Instance(AlmaInstanceWire wire, string? askedJobId, string instanceId, string? connection, DateTimeOffset observedAt, bool isFromList = false)
    {
        var rest = new Leftovers(wire.UnknownFields);
        if (rest.Take("id", wire.Id) is { } id && id != instanceId)
        {
            rest.Keep("id", id);
        }

        // An instance is no error here any more, but what only looks like one is kept.
        rest.TakeValue("errorsExist", wire.ErrorsExist);
        rest.Take("errorList", wire.ErrorList);
        rest.Take("web_service_result", wire.WebServiceResult);

        AlmaCodedValue? status = rest.Take("status", wire.Status);
        AlmaJobInfo? jobInfo = JobInfo(rest.Take("job_info", wire.JobInfo));
        return new AlmaJobInstance
        {
            Connection = connection,
            Id = instanceId,
            ObservedAt = observedAt,
            IsFromList = isFromList,
            JobId = jobInfo?.Id ?? askedJobId,
            Name = rest.Take("name", wire.Name) ?? jobInfo?.Name,
            Status = status?.Value,
            StatusDescription = string.IsNullOrEmpty(status?.Description) ? null : status!.Description,
            SubmittedAt = rest.TakeValue("submit_time", wire.SubmitTime),
            StartedAt = rest.TakeValue("start_time", wire.StartTime),
            EndTime = rest.TakeValue("end_time", wire.EndTime),
            Uri = rest.Take("link", wire.Link),
            ExternalId = rest.Take("external_id", wire.ExternalId),
            SubmittedBy = rest.Take("submitted_by", wire.SubmittedBy),
            Progress = rest.TakeValue("progress", wire.Progress),
            StatusDate = rest.TakeValue("status_date", wire.StatusDate),
            Alerts = rest.TakeList("alert", wire.Alerts, static alert => alert),
            Counters = rest.TakeList("counter", wire.Counters, Counter),
            Actions = rest.Take("action", wire.Actions) ?? [],
            JobInfo = jobInfo,
            AdditionalData = rest.All,
        };
    }

    public static AlmaJob Job(AlmaJobWire wire, string? askedId, string connection)
    {
        var rest = new Leftovers(wire.UnknownFields);
        string? id = rest.Take("id", wire.Id);
        return new AlmaJob
        {
            Connection = connection,
            JobId = askedId ?? id ?? string.Empty,
            Name = rest.Take("name", wire.Name),
            Description = rest.Take("description", wire.Description),
            Type = rest.Take("type", wire.Type),
            Category = rest.Take("category", wire.Category),
            Content = rest.Take("content", wire.Content),
            Schedule = rest.Take("schedule", wire.Schedule),
            NextRun = rest.TakeValue("next_run", wire.NextRun),
            Creator = rest.Take("creator", wire.Creator),
            Parameters = rest.TakeList("parameter", wire.Parameters, Parameter),
            RelatedProfile = Reference(rest.Take("related_profile", wire.RelatedProfile)),
            AdditionalInfo = Reference(rest.Take("additional_info", wire.AdditionalInfo)),
            Link = rest.Take("link", wire.Link),
            AdditionalData = rest.All,
        };
    }

    private static AlmaJobParameter Parameter(AlmaParameterWire wire)
    {
        var rest = new Leftovers(wire.UnknownFields);
        return new AlmaJobParameter
        {
            Name = rest.Take("name", wire.Name),
            Value = rest.Take("value", wire.Value),
            AdditionalData = rest.All,
        };
    }

    private static AlmaReference? Reference(AlmaReferenceWire? wire)
    {
        if (wire is null)
        {
            return null;
        }

        var rest = new Leftovers(wire.UnknownFields);
        return new AlmaReference
        {
            Value = rest.Take("value", wire.Value),
            Link = rest.Take("link", wire.Link),
            AdditionalData = rest.All,
        };
    }

    private static AlmaCounter Counter(AlmaCounterWire wire)
    {
        var rest = new Leftovers(wire.UnknownFields);
        return new AlmaCounter
        {
            Type = rest.Take("type", wire.Type),
            Value = rest.Take("value", wire.Value),
            AdditionalData = rest.All,
        };
    }

    private static AlmaJobInfo? JobInfo(AlmaJobInfoWire? wire)
    {
        if (wire is null)
        {
            return null;
        }

        var rest = new Leftovers(wire.UnknownFields);
        return new AlmaJobInfo
        {
            Id = rest.Take("id", wire.Id),
            Name = rest.Take("name", wire.Name),
            Description = rest.Take("description", wire.Description),
            Type = rest.Take("type", wire.Type),
            Category = rest.Take("category", wire.Category),
            Link = rest.Take("link", wire.Link),
            AdditionalData = rest.All,
        };
    }
}
