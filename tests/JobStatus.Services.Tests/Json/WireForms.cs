using System;
using System.Collections.Generic;
using System.Text;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Json;
using JobStatus.Services.Xplenty;

namespace JobStatus.Services.Tests.Json;

/// <summary>The wire forms of all services, and where each appears in a response.</summary>
internal static class WireForms
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] AlmaInstanceFields =
    [
        "id", "external_id", "name", "submitted_by", "submit_time", "start_time", "end_time", "progress", "status",
        "status_date", "alert", "counter", "action", "job_info", "link",
    ];

    private static readonly string[] AlmaCounterFields =
    [
        "type", "value",
    ];

    private static readonly string[] AlmaJobInfoFields =
    [
        "id", "name", "description", "type", "category", "link",
    ];

    private static readonly string[] XplentyJobFields =
    [
        "id", "status", "owner_id", "progress", "outputs_count", "outputs", "variables", "dynamic_variables",
        "created_at", "started_at", "updated_at", "failed_at", "completed_at", "cluster_id", "package_id", "errors",
        "runtime_in_seconds", "url", "html_url", "log_url", "creator", "package", "cluster", "log_summary",
        "component", "attempts", "master_auto_retry_attempts",
    ];

    private static readonly string[] XplentyOutputFields =
    [
        "id", "name", "progress", "records_count", "created_at", "updated_at", "url", "preview_url", "preview_type",
        "component_name", "component",
    ];

    private static readonly string[] XplentyComponentFields =
    [
        "name", "type", "fields",
    ];

    private static readonly string[] XplentyCreatorFields =
    [
        "type", "id", "display_name", "url",
    ];

    private static readonly string[] XplentyReferenceFields =
    [
        "id", "name", "url",
    ];

    private static readonly string[] XplentyLogSummaryFields =
    [
        "id", "body", "error_summary", "openai_extract", "action_items", "created_at",
    ];

    private static readonly string[] AlteryxJobFields =
    [
        "id", "jobId", "appId", "createDateTime", "createDate", "status", "disposition", "outputs", "messages",
        "priority", "workerTag", "runWithE2", "workflowName", "workflowId", "submittedBy", "startTime", "queueTime",
        "executionTime",
    ];

    private static readonly string[] AlteryxOutputFields =
    [
        "id", "availableFormats", "formats", "fileName", "name",
    ];

    private static readonly string[] AlteryxMessageFields =
    [
        "status", "text", "toolId",
    ];

    private static readonly Dictionary<string, Form> All = new()
    {
        ["Alma instance"] = new(AlmaInstanceFields, "{0}", AlmaInstance),
        ["Alma counter"] = new(AlmaCounterFields, """{{ "counter": [ {0} ] }}""", AlmaInstance),
        ["Alma job info"] = new(AlmaJobInfoFields, """{{ "job_info": {0} }}""", AlmaInstance),
        ["Xplenty job"] = new(XplentyJobFields, "{0}", XplentyJob),
        ["Xplenty output"] = new(XplentyOutputFields, """{{ "outputs": [ {0} ] }}""", XplentyJob),
        ["Xplenty output's component"] = new(XplentyComponentFields, """{{ "outputs": [ {{ "component": {0} }} ] }}""", XplentyJob),
        ["Xplenty job's component"] = new(XplentyComponentFields, """{{ "component": {0} }}""", XplentyJob),
        ["Xplenty creator"] = new(XplentyCreatorFields, """{{ "creator": {0} }}""", XplentyJob),
        ["Xplenty package"] = new(XplentyReferenceFields, """{{ "package": {0} }}""", XplentyJob),
        ["Xplenty cluster"] = new(XplentyReferenceFields, """{{ "cluster": {0} }}""", XplentyJob),
        ["Xplenty log summary"] = new(XplentyLogSummaryFields, """{{ "log_summary": {0} }}""", XplentyJob),
        ["Alteryx job"] = new(AlteryxJobFields, "{0}", AlteryxJob),
        ["Alteryx output"] = new(AlteryxOutputFields, """{{ "outputs": [ {0} ] }}""", AlteryxJob),
        ["Alteryx message"] = new(AlteryxMessageFields, """{{ "messages": [ {0} ] }}""", AlteryxJob),
    };

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Gets the names of the fields of a form in a response.</summary>
    public static IReadOnlyList<string> FieldsOf(string form) => All[form].Fields;

    /// <summary>Inserts the JSON of a form into a response and reads the response.</summary>
    public static RemoteJob Read(string form, string json) =>
        All[form].Read(string.Format(System.Globalization.CultureInfo.InvariantCulture, All[form].Place, json));

    public static AlmaJobInstance AlmaInstance(string json) =>
        AlmaMapping.Instance(JsonResponse.ParseForm<AlmaInstanceWire>(Encoding.UTF8.GetBytes(json)), null, "requested", null, Now);

    public static XplentyJob XplentyJob(string json) =>
        XplentyMapping.Job(JsonResponse.ParseForm<XplentyJobWire>(Encoding.UTF8.GetBytes(json)), "requested", "tests", Now);

    public static AlteryxJob AlteryxJob(string json) =>
        AlteryxMapping.Job(
            JsonResponse.ParseForm<AlteryxJobWire>(Encoding.UTF8.GetBytes(json)), "requested", new Uri("https://requested"), "tests", Now);

    private sealed record Form(string[] Fields, string Place, Func<string, RemoteJob> Read);
}
