using System;
using System.Collections.Generic;
using System.Text.Json;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alteryx;

/// <summary>
/// A job as Alteryx sends it: by its id, in the list of a workflow, or in the queue, in API version 1 or 3.
/// </summary>
internal sealed class AlteryxJobWire : WireForm
{
    public Lenient<string> Id;

    public Lenient<string> JobId;

    public Lenient<string> AppId;

    public Lenient<DateTimeOffset> CreateDateTime;

    public Lenient<DateTimeOffset> CreateDate;

    public Lenient<string> Status;

    public Lenient<string> Disposition;

    public Lenient<List<Lenient<AlteryxOutputWire>>> Outputs;

    public Lenient<List<Lenient<AlteryxMessageWire>>> Messages;

    public Lenient<string> Priority;

    public Lenient<string> WorkerTag;

    public Lenient<bool> RunWithE2;

    public Lenient<string> WorkflowName;

    public Lenient<string> WorkflowId;

    public Lenient<string> SubmittedBy;

    public Lenient<DateTimeOffset> StartTime;

    public Lenient<TimeSpan> QueueTime;

    public Lenient<TimeSpan> ExecutionTime;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "id": Id = reader.Text(); break;
            case "jobId": JobId = reader.Text(); break;
            case "appId": AppId = reader.Text(); break;
            case "createDateTime": CreateDateTime = reader.Time(); break;
            case "createDate": CreateDate = reader.Time(); break;
            case "status": Status = reader.Text(); break;
            case "disposition": Disposition = reader.Text(); break;
            case "outputs": Outputs = reader.Forms<AlteryxOutputWire>(); break;
            case "messages": Messages = reader.Forms<AlteryxMessageWire>(); break;
            case "priority": Priority = reader.Text(); break;
            case "workerTag": WorkerTag = reader.Text(); break;
            case "runWithE2": RunWithE2 = reader.Boolean(); break;
            case "workflowName": WorkflowName = reader.Text(); break;
            case "workflowId": WorkflowId = reader.Text(); break;
            case "submittedBy": SubmittedBy = reader.Text(); break;
            case "startTime": StartTime = reader.Time(); break;
            case "queueTime": QueueTime = reader.Duration(); break;
            case "executionTime": ExecutionTime = reader.Duration(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

/// <summary>A page of the queue.</summary>
internal sealed class AlteryxQueueWire : WireForm
{
    public Lenient<List<Lenient<AlteryxJobWire>>> Data;

    public Lenient<AlteryxPaginationWire> Pagination;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "data": Data = reader.Forms<AlteryxJobWire>(); break;
            case "pagination": Pagination = reader.Form<AlteryxPaginationWire>(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class AlteryxPaginationWire : WireForm
{
    public Lenient<long> TotalItems;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "totalItems": TotalItems = reader.Int64(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class AlteryxOutputWire : WireForm
{
    public Lenient<string> Id;

    public Lenient<List<Lenient<string>>> AvailableFormats;

    public Lenient<List<Lenient<string>>> Formats;

    public Lenient<string> FileName;

    public Lenient<string> Name;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "id": Id = reader.Text(); break;
            case "availableFormats": AvailableFormats = reader.Texts(); break;
            case "formats": Formats = reader.Texts(); break;
            case "fileName": FileName = reader.Text(); break;
            case "name": Name = reader.Text(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

internal sealed class AlteryxMessageWire : WireForm
{
    public Lenient<int> Status;

    public Lenient<string> Text;

    public Lenient<int> ToolId;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "status": Status = reader.Int32(); break;
            case "text": Text = reader.Text(); break;
            case "toolId": ToolId = reader.Int32(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}

/// <summary>The response to a token request: either a token or an error.</summary>
internal sealed class AlteryxTokenWire : WireForm
{
    public Lenient<string> AccessToken;

    /// <summary>The lifetime in seconds.</summary>
    public Lenient<double> ExpiresIn;

    public Lenient<string> Error;

    public Lenient<string> ErrorDescription;

    protected override bool TryReadField(scoped ReadOnlySpan<char> name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "access_token": AccessToken = reader.Text(); break;
            case "expires_in": ExpiresIn = reader.Double(); break;
            case "error": Error = reader.Text(); break;
            case "error_description": ErrorDescription = reader.Text(); break;
            default: return base.TryReadField(name, ref reader);
        }

        return true;
    }
}
