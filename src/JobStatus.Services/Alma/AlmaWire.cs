using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>An answer of Alma's, which can be an error whatever its HTTP status.</summary>
internal abstract class AlmaAnswerWire : WireForm
{
    [JsonPropertyName("errorsExist")]
    public Lenient<bool> ErrorsExist { get; set; }

    [JsonPropertyName("errorList")]
    public Lenient<AlmaErrorListWire> ErrorList { get; set; }

    [JsonPropertyName("web_service_result")]
    public Lenient<AlmaErrorWire> WebServiceResult { get; set; }

    /// <summary>Whether there is anything in it by which it can be told from any other JSON.</summary>
    protected virtual bool IsWhatItIsCalled => true;

    /// <summary>The error that it is, or that it is something else altogether; null when all is well.</summary>
    public ServiceFault? Fault()
    {
        // Alma's own word counts; without it, a list of errors says it.
        bool isError = WebServiceResult.Value is not null || (ErrorsExist.HasValue ? ErrorsExist.Value : ErrorList.Value is not null);
        return isError ? FirstError() : IsWhatItIsCalled ? null : ServiceFault.NotWhatWasAsked;
    }

    /// <summary>The first error, wherever it stands; an empty one when there is none.</summary>
    public ServiceFault FirstError()
    {
        if (WebServiceResult.Value is { } wrapped)
        {
            return wrapped.FirstError();
        }

        AlmaErrorEntryWire? first = ErrorList.Value?.Error.Value?.Select(entry => entry.Value).FirstOrDefault(entry => entry is not null);
        return new ServiceFault
        {
            Code = first?.ErrorCode.Value,
            Message = first?.ErrorMessage.Value,
            TrackingId = first?.TrackingId.Value,
        };
    }
}

/// <summary>An answer that is an error and nothing else.</summary>
internal sealed class AlmaErrorWire : AlmaAnswerWire;

internal sealed class AlmaErrorListWire : WireForm
{
    [JsonPropertyName("error")]
    public Lenient<List<Lenient<AlmaErrorEntryWire>>> Error { get; set; }
}

internal sealed class AlmaErrorEntryWire : WireForm
{
    [JsonPropertyName("errorCode")]
    public Lenient<string> ErrorCode { get; set; }

    [JsonPropertyName("errorMessage")]
    public Lenient<string> ErrorMessage { get; set; }

    [JsonPropertyName("trackingId")]
    public Lenient<string> TrackingId { get; set; }
}

/// <summary>What a webhook, a saved file or an answer can hold: an instance, a list of them, or an event around one.</summary>
internal sealed class AlmaInstanceDocumentWire : AlmaAnswerWire
{
    /// <summary>The instances of a list, or the one of a webhook.</summary>
    [JsonPropertyName("job_instance")]
    public Lenient<List<Lenient<AlmaInstanceWire>>> JobInstance { get; set; }
}

/// <summary>A job instance as Alma sends it, in JSON or XML.</summary>
internal sealed class AlmaInstanceWire : AlmaAnswerWire
{
    protected override bool IsWhatItIsCalled => !(Id.IsMissing && Status.IsMissing && JobInfo.IsMissing);

    [JsonPropertyName("id")]
    public Lenient<string> Id { get; set; }

    [JsonPropertyName("external_id")]
    public Lenient<string> ExternalId { get; set; }

    [JsonPropertyName("name")]
    public Lenient<string> Name { get; set; }

    [JsonPropertyName("submitted_by")]
    public Lenient<AlmaCodedValue> SubmittedBy { get; set; }

    [JsonPropertyName("submit_time")]
    public Lenient<DateTimeOffset> SubmitTime { get; set; }

    [JsonPropertyName("start_time")]
    public Lenient<DateTimeOffset> StartTime { get; set; }

    [JsonPropertyName("end_time")]
    public Lenient<DateTimeOffset> EndTime { get; set; }

    [JsonPropertyName("progress")]
    public Lenient<double> Progress { get; set; }

    [JsonPropertyName("status")]
    public Lenient<AlmaCodedValue> Status { get; set; }

    [JsonPropertyName("status_date")]
    public Lenient<DateTimeOffset> StatusDate { get; set; }

    [JsonPropertyName("alert")]
    public Lenient<List<Lenient<AlmaCodedValue>>> Alerts { get; set; }

    [JsonPropertyName("counter")]
    public Lenient<List<Lenient<AlmaCounterWire>>> Counters { get; set; }

    [JsonPropertyName("action")]
    public Lenient<IReadOnlyList<object?>> Actions { get; set; }

    [JsonPropertyName("job_info")]
    public Lenient<AlmaJobInfoWire> JobInfo { get; set; }

    [JsonPropertyName("link")]
    public Lenient<Uri> Link { get; set; }
}

internal sealed class AlmaCounterWire : WireForm
{
    [JsonPropertyName("type")]
    public Lenient<AlmaCodedValue> Type { get; set; }

    [JsonPropertyName("value")]
    public Lenient<string> Value { get; set; }
}

/// <summary>A page of a list.</summary>
internal abstract class AlmaListWire : AlmaAnswerWire
{
    [JsonPropertyName("total_record_count")]
    public Lenient<long> TotalRecordCount { get; set; }
}

internal sealed class AlmaInstanceListWire : AlmaListWire
{
    // With no hit there is the total alone.
    protected override bool IsWhatItIsCalled => !(TotalRecordCount.IsMissing && JobInstance.IsMissing);

    [JsonPropertyName("job_instance")]
    public Lenient<List<Lenient<AlmaInstanceWire>>> JobInstance { get; set; }
}

/// <summary>A page of a list whose items nobody documents.</summary>
internal sealed class AlmaPlainListWire : AlmaListWire
{
    protected override bool IsWhatItIsCalled => !TotalRecordCount.IsMissing || Items.Length > 0;

    /// <summary>The items: whatever array stands beside the total.</summary>
    public object?[] Items => UnknownFields?.Values.OfType<object?[]>().FirstOrDefault() ?? [];
}

internal sealed class AlmaJobListWire : AlmaListWire
{
    protected override bool IsWhatItIsCalled => !(TotalRecordCount.IsMissing && Job.IsMissing);

    [JsonPropertyName("job")]
    public Lenient<List<Lenient<AlmaJobWire>>> Job { get; set; }
}

/// <summary>A job's definition as Alma sends it.</summary>
internal sealed class AlmaJobWire : AlmaAnswerWire
{
    protected override bool IsWhatItIsCalled => !(Id.IsMissing && Name.IsMissing && AdditionalInfo.IsMissing && Link.IsMissing);

    [JsonPropertyName("id")]
    public Lenient<string> Id { get; set; }

    [JsonPropertyName("name")]
    public Lenient<string> Name { get; set; }

    [JsonPropertyName("description")]
    public Lenient<string> Description { get; set; }

    [JsonPropertyName("type")]
    public Lenient<AlmaCodedValue> Type { get; set; }

    [JsonPropertyName("category")]
    public Lenient<AlmaCodedValue> Category { get; set; }

    [JsonPropertyName("content")]
    public Lenient<AlmaCodedValue> Content { get; set; }

    [JsonPropertyName("schedule")]
    public Lenient<AlmaCodedValue> Schedule { get; set; }

    [JsonPropertyName("next_run")]
    public Lenient<DateTimeOffset> NextRun { get; set; }

    [JsonPropertyName("creator")]
    public Lenient<AlmaCodedValue> Creator { get; set; }

    [JsonPropertyName("parameter")]
    public Lenient<List<Lenient<AlmaParameterWire>>> Parameters { get; set; }

    [JsonPropertyName("related_profile")]
    public Lenient<AlmaReferenceWire> RelatedProfile { get; set; }

    [JsonPropertyName("additional_info")]
    public Lenient<AlmaReferenceWire> AdditionalInfo { get; set; }

    [JsonPropertyName("link")]
    public Lenient<Uri> Link { get; set; }
}

internal sealed class AlmaParameterWire : WireForm
{
    [JsonPropertyName("name")]
    public Lenient<AlmaCodedValue> Name { get; set; }

    [JsonPropertyName("value")]
    public Lenient<string> Value { get; set; }
}

internal sealed class AlmaReferenceWire : WireForm
{
    [JsonPropertyName("value")]
    public Lenient<string> Value { get; set; }

    [JsonPropertyName("link")]
    public Lenient<Uri> Link { get; set; }
}

internal sealed class AlmaJobInfoWire : WireForm
{
    [JsonPropertyName("id")]
    public Lenient<string> Id { get; set; }

    [JsonPropertyName("name")]
    public Lenient<string> Name { get; set; }

    [JsonPropertyName("description")]
    public Lenient<string> Description { get; set; }

    [JsonPropertyName("type")]
    public Lenient<AlmaCodedValue> Type { get; set; }

    [JsonPropertyName("category")]
    public Lenient<AlmaCodedValue> Category { get; set; }

    [JsonPropertyName("link")]
    public Lenient<Uri> Link { get; set; }
}
