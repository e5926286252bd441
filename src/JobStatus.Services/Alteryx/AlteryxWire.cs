using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alteryx;

/// <summary>A job as Alteryx sends it: by its id, in the list of a workflow, or in the queue, V1 or V3.</summary>
internal sealed class AlteryxJobWire : WireForm
{
    [JsonPropertyName("id")]
    public Lenient<string> Id { get; set; }

    [JsonPropertyName("jobId")]
    public Lenient<string> JobId { get; set; }

    [JsonPropertyName("appId")]
    public Lenient<string> AppId { get; set; }

    [JsonPropertyName("createDateTime")]
    public Lenient<DateTimeOffset> CreateDateTime { get; set; }

    [JsonPropertyName("createDate")]
    public Lenient<DateTimeOffset> CreateDate { get; set; }

    [JsonPropertyName("status")]
    public Lenient<string> Status { get; set; }

    [JsonPropertyName("disposition")]
    public Lenient<string> Disposition { get; set; }

    [JsonPropertyName("outputs")]
    public Lenient<List<Lenient<AlteryxOutputWire>>> Outputs { get; set; }

    [JsonPropertyName("messages")]
    public Lenient<List<Lenient<AlteryxMessageWire>>> Messages { get; set; }

    [JsonPropertyName("priority")]
    public Lenient<string> Priority { get; set; }

    [JsonPropertyName("workerTag")]
    public Lenient<string> WorkerTag { get; set; }

    [JsonPropertyName("runWithE2")]
    public Lenient<bool> RunWithE2 { get; set; }

    [JsonPropertyName("workflowName")]
    public Lenient<string> WorkflowName { get; set; }

    [JsonPropertyName("workflowId")]
    public Lenient<string> WorkflowId { get; set; }

    [JsonPropertyName("submittedBy")]
    public Lenient<string> SubmittedBy { get; set; }

    [JsonPropertyName("startTime")]
    public Lenient<DateTimeOffset> StartTime { get; set; }

    [JsonPropertyName("queueTime")]
    public Lenient<TimeSpan> QueueTime { get; set; }

    [JsonPropertyName("executionTime")]
    public Lenient<TimeSpan> ExecutionTime { get; set; }
}

/// <summary>A page of the queue.</summary>
internal sealed class AlteryxQueueWire : WireForm
{
    [JsonPropertyName("data")]
    public Lenient<List<Lenient<AlteryxJobWire>>> Data { get; set; }

    [JsonPropertyName("pagination")]
    public Lenient<AlteryxPaginationWire> Pagination { get; set; }
}

internal sealed class AlteryxPaginationWire : WireForm
{
    [JsonPropertyName("totalItems")]
    public Lenient<long> TotalItems { get; set; }
}

internal sealed class AlteryxOutputWire : WireForm
{
    [JsonPropertyName("id")]
    public Lenient<string> Id { get; set; }

    [JsonPropertyName("availableFormats")]
    public Lenient<List<Lenient<string>>> AvailableFormats { get; set; }

    [JsonPropertyName("formats")]
    public Lenient<List<Lenient<string>>> Formats { get; set; }

    [JsonPropertyName("fileName")]
    public Lenient<string> FileName { get; set; }

    [JsonPropertyName("name")]
    public Lenient<string> Name { get; set; }
}

internal sealed class AlteryxMessageWire : WireForm
{
    [JsonPropertyName("status")]
    public Lenient<int> Status { get; set; }

    [JsonPropertyName("text")]
    public Lenient<string> Text { get; set; }

    [JsonPropertyName("toolId")]
    public Lenient<int> ToolId { get; set; }
}

/// <summary>The answer of the token call, good or bad.</summary>
internal sealed class AlteryxTokenWire : WireForm
{
    [JsonPropertyName("access_token")]
    public Lenient<string> AccessToken { get; set; }

    /// <summary>Seconds.</summary>
    [JsonPropertyName("expires_in")]
    public Lenient<double> ExpiresIn { get; set; }

    [JsonPropertyName("error")]
    public Lenient<string> Error { get; set; }

    [JsonPropertyName("error_description")]
    public Lenient<string> ErrorDescription { get; set; }
}
