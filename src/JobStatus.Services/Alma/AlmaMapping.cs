using System;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>Maps wire forms to model objects.</summary>
internal static class AlmaMapping
{
    /// <param name="wire">The instance as Alma sent it.</param>
    /// <param name="requestedJobId">The requested id of the definition, or null if it is not known.</param>
    /// <param name="instanceId">The requested id of the run.</param>
    /// <param name="connection">The name of the connection, or null if there was none.</param>
    /// <param name="observedAt">The time when the instance was read.</param>
    /// <param name="isFromList">True if the instance was read from a list.</param>
    public static AlmaJobInstance Instance(
        AlmaInstanceWire wire,
        string? requestedJobId,
        string instanceId,
        string? connection,
        DateTimeOffset observedAt,
        bool isFromList = false)
    {
        var fields = new UnmappedFields(wire.UnknownFields);
        if (fields.Take("id", wire.Id) is { } id && id != instanceId)
        {
            fields.Add("id", id);
        }

        // At this point, the response is known not to be an error. Values in its error fields that could not be parsed
        // are kept.
        fields.TakeValue("errorsExist", wire.ErrorsExist);
        fields.Take("errorList", wire.ErrorList);
        fields.Take("web_service_result", wire.WebServiceResult);

        AlmaCodedValue? status = fields.Take("status", wire.Status);
        AlmaJobInfo? jobInfo = JobInfo(fields.Take("job_info", wire.JobInfo));
        return new AlmaJobInstance
        {
            Connection = connection,
            Id = instanceId,
            ObservedAt = observedAt,
            IsFromList = isFromList,
            JobId = jobInfo?.Id ?? requestedJobId,
            Name = fields.Take("name", wire.Name) ?? jobInfo?.Name,
            Status = status?.Value,
            StatusDescription = string.IsNullOrEmpty(status?.Description) ? null : status!.Description,
            SubmittedAt = fields.TakeValue("submit_time", wire.SubmitTime),
            StartedAt = fields.TakeValue("start_time", wire.StartTime),
            EndTime = fields.TakeValue("end_time", wire.EndTime),
            Uri = fields.Take("link", wire.Link),
            ExternalId = fields.Take("external_id", wire.ExternalId),
            SubmittedBy = fields.Take("submitted_by", wire.SubmittedBy),
            Progress = fields.TakeValue("progress", wire.Progress),
            StatusDate = fields.TakeValue("status_date", wire.StatusDate),
            Alerts = fields.TakeList("alert", wire.Alerts, static alert => alert),
            Counters = fields.TakeList("counter", wire.Counters, Counter),
            Actions = fields.Take("action", wire.Actions) ?? [],
            JobInfo = jobInfo,
            AdditionalData = fields.All,
        };
    }

    public static AlmaJob Job(AlmaJobWire wire, string? requestedId, string connection)
    {
        var fields = new UnmappedFields(wire.UnknownFields);
        string? id = fields.Take("id", wire.Id);
        return new AlmaJob
        {
            Connection = connection,
            JobId = requestedId ?? id ?? string.Empty,
            Name = fields.Take("name", wire.Name),
            Description = fields.Take("description", wire.Description),
            Type = fields.Take("type", wire.Type),
            Category = fields.Take("category", wire.Category),
            Content = fields.Take("content", wire.Content),
            Schedule = fields.Take("schedule", wire.Schedule),
            NextRun = fields.TakeValue("next_run", wire.NextRun),
            Creator = fields.Take("creator", wire.Creator),
            Parameters = fields.TakeList("parameter", wire.Parameters, Parameter),
            RelatedProfile = Reference(fields.Take("related_profile", wire.RelatedProfile)),
            AdditionalInfo = Reference(fields.Take("additional_info", wire.AdditionalInfo)),
            Link = fields.Take("link", wire.Link),
            AdditionalData = fields.All,
        };
    }

    private static AlmaJobParameter Parameter(AlmaParameterWire wire)
    {
        var fields = new UnmappedFields(wire.UnknownFields);
        return new AlmaJobParameter
        {
            Name = fields.Take("name", wire.Name),
            Value = fields.Take("value", wire.Value),
            AdditionalData = fields.All,
        };
    }

    private static AlmaReference? Reference(AlmaReferenceWire? wire)
    {
        if (wire is null)
        {
            return null;
        }

        var fields = new UnmappedFields(wire.UnknownFields);
        return new AlmaReference
        {
            Value = fields.Take("value", wire.Value),
            Link = fields.Take("link", wire.Link),
            AdditionalData = fields.All,
        };
    }

    private static AlmaCounter Counter(AlmaCounterWire wire)
    {
        var fields = new UnmappedFields(wire.UnknownFields);
        return new AlmaCounter
        {
            Type = fields.Take("type", wire.Type),
            Value = fields.Take("value", wire.Value),
            AdditionalData = fields.All,
        };
    }

    private static AlmaJobInfo? JobInfo(AlmaJobInfoWire? wire)
    {
        if (wire is null)
        {
            return null;
        }

        var fields = new UnmappedFields(wire.UnknownFields);
        return new AlmaJobInfo
        {
            Id = fields.Take("id", wire.Id),
            Name = fields.Take("name", wire.Name),
            Description = fields.Take("description", wire.Description),
            Type = fields.Take("type", wire.Type),
            Category = fields.Take("category", wire.Category),
            Link = fields.Take("link", wire.Link),
            AdditionalData = fields.All,
        };
    }
}
