using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>A response from Alma, which can be an error regardless of its HTTP status.</summary>
internal abstract class AlmaResponseWire : WireForm
{
    public Lenient<bool> ErrorsExist;

    public Lenient<AlmaErrorListWire> ErrorList;

    public Lenient<AlmaErrorWire> WebServiceResult;

    /// <summary>True if the response contains fields that identify it as the expected object.</summary>
    protected virtual bool HasExpectedShape => true;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "errorsExist": ErrorsExist = reader.Boolean(); break;
            case "errorList": ErrorList = reader.Form<AlmaErrorListWire>(); break;
            case "web_service_result": WebServiceResult = reader.Form<AlmaErrorWire>(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }

    /// <summary>
    /// Returns the error in the response, an error if the response is not the expected object, or null if it is.
    /// </summary>
    public ServiceError? FindError()
    {
        // The errorsExist field is authoritative. If it is missing, an error list means that there is an error.
        bool isError = WebServiceResult.Value is not null || (ErrorsExist.HasValue ? ErrorsExist.Value : ErrorList.Value is not null);
        return isError ? FirstError() : HasExpectedShape ? null : ServiceError.UnexpectedContent;
    }

    /// <summary>Returns the first error in the response, or an empty error if there is none.</summary>
    public ServiceError FirstError()
    {
        if (WebServiceResult.Value is { } wrapped)
        {
            return wrapped.FirstError();
        }

        AlmaErrorEntryWire? first = ErrorList.Value?.Error.Value?.Select(entry => entry.Value).FirstOrDefault(entry => entry is not null);
        return new ServiceError
        {
            Code = first?.ErrorCode.Value,
            Message = first?.ErrorMessage.Value,
            TrackingId = first?.TrackingId.Value,
        };
    }
}

/// <summary>A response that contains only an error.</summary>
internal sealed class AlmaErrorWire : AlmaResponseWire;

internal sealed class AlmaErrorListWire : WireForm
{
    public Lenient<List<Lenient<AlmaErrorEntryWire>>> Error;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "error": Error = reader.Forms<AlmaErrorEntryWire>(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class AlmaErrorEntryWire : WireForm
{
    public Lenient<string> ErrorCode;

    public Lenient<string> ErrorMessage;

    public Lenient<string> TrackingId;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "errorCode": ErrorCode = reader.Text(); break;
            case "errorMessage": ErrorMessage = reader.Text(); break;
            case "trackingId": TrackingId = reader.Text(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

/// <summary>A document with an instance, a list of instances, or a webhook event with an instance.</summary>
internal sealed class AlmaInstanceDocumentWire : AlmaResponseWire
{
    /// <summary>The instances of a list, or the instance of a webhook event.</summary>
    public Lenient<List<Lenient<AlmaInstanceWire>>> JobInstance;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "job_instance": JobInstance = reader.Forms<AlmaInstanceWire>(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

/// <summary>A job instance as Alma sends it, in JSON or XML.</summary>
internal sealed class AlmaInstanceWire : AlmaResponseWire
{
    public Lenient<string> Id;

    public Lenient<string> ExternalId;

    public Lenient<string> Name;

    public Lenient<AlmaCodedValue> SubmittedBy;

    public Lenient<DateTimeOffset> SubmitTime;

    public Lenient<DateTimeOffset> StartTime;

    public Lenient<DateTimeOffset> EndTime;

    public Lenient<double> Progress;

    public Lenient<AlmaCodedValue> Status;

    public Lenient<DateTimeOffset> StatusDate;

    public Lenient<List<Lenient<AlmaCodedValue>>> Alerts;

    public Lenient<List<Lenient<AlmaCounterWire>>> Counters;

    public Lenient<IReadOnlyList<object?>> Actions;

    public Lenient<AlmaJobInfoWire> JobInfo;

    public Lenient<Uri> Link;

    protected override bool HasExpectedShape => !(Id.IsMissing && Status.IsMissing && JobInfo.IsMissing);

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "id": Id = reader.Text(); break;
            case "external_id": ExternalId = reader.Text(); break;
            case "name": Name = reader.Text(); break;
            case "submitted_by": SubmittedBy = AlmaCodedValueConverter.Instance.Read(ref reader); break;
            case "submit_time": SubmitTime = reader.Time(); break;
            case "start_time": StartTime = reader.Time(); break;
            case "end_time": EndTime = reader.Time(); break;
            case "progress": Progress = reader.Double(); break;
            case "status": Status = AlmaCodedValueConverter.Instance.Read(ref reader); break;
            case "status_date": StatusDate = reader.Time(); break;
            case "alert": Alerts = AlmaCodedValueConverter.List.Read(ref reader); break;
            case "counter": Counters = reader.Forms<AlmaCounterWire>(); break;
            case "action": Actions = reader.Values(); break;
            case "job_info": JobInfo = reader.Form<AlmaJobInfoWire>(); break;
            case "link": Link = reader.Uri(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class AlmaCounterWire : WireForm
{
    public Lenient<AlmaCodedValue> Type;

    public Lenient<string> Value;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "type": Type = AlmaCodedValueConverter.Instance.Read(ref reader); break;
            case "value": Value = reader.Text(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

/// <summary>A page of a list.</summary>
internal abstract class AlmaListWire : AlmaResponseWire
{
    public Lenient<long> TotalRecordCount;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "total_record_count": TotalRecordCount = reader.Int64(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class AlmaInstanceListWire : AlmaListWire
{
    public Lenient<List<Lenient<AlmaInstanceWire>>> JobInstance;

    // A list without items contains only the total.
    protected override bool HasExpectedShape => !(TotalRecordCount.IsMissing && JobInstance.IsMissing);

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "job_instance": JobInstance = reader.Forms<AlmaInstanceWire>(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

/// <summary>A page of a list whose items are not documented.</summary>
internal sealed class AlmaPlainListWire : AlmaListWire
{
    protected override bool HasExpectedShape => !TotalRecordCount.IsMissing || Items.Length > 0;

    /// <summary>The items, from the first array in the response, whatever its name is.</summary>
    public object?[] Items => UnknownFields?.Values.OfType<object?[]>().FirstOrDefault() ?? [];
}

internal sealed class AlmaJobListWire : AlmaListWire
{
    public Lenient<List<Lenient<AlmaJobWire>>> Job;

    protected override bool HasExpectedShape => !(TotalRecordCount.IsMissing && Job.IsMissing);

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "job": Job = reader.Forms<AlmaJobWire>(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

/// <summary>A definition as Alma sends it.</summary>
internal sealed class AlmaJobWire : AlmaResponseWire
{
    public Lenient<string> Id;

    public Lenient<string> Name;

    public Lenient<string> Description;

    public Lenient<AlmaCodedValue> Type;

    public Lenient<AlmaCodedValue> Category;

    public Lenient<AlmaCodedValue> Content;

    public Lenient<AlmaCodedValue> Schedule;

    public Lenient<DateTimeOffset> NextRun;

    public Lenient<AlmaCodedValue> Creator;

    public Lenient<List<Lenient<AlmaParameterWire>>> Parameters;

    public Lenient<AlmaReferenceWire> RelatedProfile;

    public Lenient<AlmaReferenceWire> AdditionalInfo;

    public Lenient<Uri> Link;

    protected override bool HasExpectedShape => !(Id.IsMissing && Name.IsMissing && AdditionalInfo.IsMissing && Link.IsMissing);

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "id": Id = reader.Text(); break;
            case "name": Name = reader.Text(); break;
            case "description": Description = reader.Text(); break;
            case "type": Type = AlmaCodedValueConverter.Instance.Read(ref reader); break;
            case "category": Category = AlmaCodedValueConverter.Instance.Read(ref reader); break;
            case "content": Content = AlmaCodedValueConverter.Instance.Read(ref reader); break;
            case "schedule": Schedule = AlmaCodedValueConverter.Instance.Read(ref reader); break;
            case "next_run": NextRun = reader.Time(); break;
            case "creator": Creator = AlmaCodedValueConverter.Instance.Read(ref reader); break;
            case "parameter": Parameters = reader.Forms<AlmaParameterWire>(); break;
            case "related_profile": RelatedProfile = reader.Form<AlmaReferenceWire>(); break;
            case "additional_info": AdditionalInfo = reader.Form<AlmaReferenceWire>(); break;
            case "link": Link = reader.Uri(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class AlmaParameterWire : WireForm
{
    public Lenient<AlmaCodedValue> Name;

    public Lenient<string> Value;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "name": Name = AlmaCodedValueConverter.Instance.Read(ref reader); break;
            case "value": Value = reader.Text(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class AlmaReferenceWire : WireForm
{
    public Lenient<string> Value;

    public Lenient<Uri> Link;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "value": Value = reader.Text(); break;
            case "link": Link = reader.Uri(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class AlmaJobInfoWire : WireForm
{
    public Lenient<string> Id;

    public Lenient<string> Name;

    public Lenient<string> Description;

    public Lenient<AlmaCodedValue> Type;

    public Lenient<AlmaCodedValue> Category;

    public Lenient<Uri> Link;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "id": Id = reader.Text(); break;
            case "name": Name = reader.Text(); break;
            case "description": Description = reader.Text(); break;
            case "type": Type = AlmaCodedValueConverter.Instance.Read(ref reader); break;
            case "category": Category = AlmaCodedValueConverter.Instance.Read(ref reader); break;
            case "link": Link = reader.Uri(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class AlmaCodedValueWire : WireForm
{
    public Lenient<string> Value;

    public Lenient<string> Description;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "value": Value = reader.Text(); break;
            case "desc": Description = reader.Text(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}
