using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;

namespace JobStatus.Services.Tests.Json;

/// <summary>The wire forms of all services, each with the place in an answer where it stands.</summary>
internal static class WireForms
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, Form> All = new()
    {
        ["Alma instance"] = new(typeof(AlmaInstanceWire), "{0}", AlmaInstance),
        ["Alma counter"] = new(typeof(AlmaCounterWire), """{{ "counter": [ {0} ] }}""", AlmaInstance),
        ["Alma job info"] = new(typeof(AlmaJobInfoWire), """{{ "job_info": {0} }}""", AlmaInstance),
        ["Xplenty job"] = new(typeof(XplentyJobWire), "{0}", XplentyJob),
        ["Xplenty output"] = new(typeof(XplentyOutputWire), """{{ "outputs": [ {0} ] }}""", XplentyJob),
        ["Xplenty output's component"] = new(typeof(XplentyComponentWire), """{{ "outputs": [ {{ "component": {0} }} ] }}""", XplentyJob),
        ["Xplenty job's component"] = new(typeof(XplentyComponentWire), """{{ "component": {0} }}""", XplentyJob),
        ["Xplenty creator"] = new(typeof(XplentyCreatorWire), """{{ "creator": {0} }}""", XplentyJob),
        ["Xplenty package"] = new(typeof(XplentyReferenceWire), """{{ "package": {0} }}""", XplentyJob),
        ["Xplenty cluster"] = new(typeof(XplentyReferenceWire), """{{ "cluster": {0} }}""", XplentyJob),
        ["Xplenty log summary"] = new(typeof(XplentyLogSummaryWire), """{{ "log_summary": {0} }}""", XplentyJob),
        ["Alteryx job"] = new(typeof(AlteryxJobWire), "{0}", AlteryxJob),
        ["Alteryx output"] = new(typeof(AlteryxOutputWire), """{{ "outputs": [ {0} ] }}""", AlteryxJob),
        ["Alteryx message"] = new(typeof(AlteryxMessageWire), """{{ "messages": [ {0} ] }}""", AlteryxJob),
    };

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The names of the fields of a form in an answer.</summary>
    public static IReadOnlyList<string> FieldsOf(string form) =>
    [
        .. All[form].Wire
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.DeclaringType != typeof(AlmaAnswerWire))
            .Select(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name)
            .OfType<string>(),
    ];

    /// <summary>The whole answer with this object in its place, as a user gets it.</summary>
    public static RemoteJob Read(string form, string json) =>
        All[form].Read(string.Format(System.Globalization.CultureInfo.InvariantCulture, All[form].Place, json));

    public static AlmaJobInstance AlmaInstance(string json) =>
        AlmaMapping.Instance(JsonSerializer.Deserialize(json, AlmaJson.Default.AlmaInstanceWire)!, null, "asked", null, Now);

    public static XplentyJob XplentyJob(string json) =>
        XplentyMapping.Job(JsonSerializer.Deserialize(json, XplentyJson.Default.XplentyJobWire)!, "asked", "tests", Now);

    public static AlteryxJob AlteryxJob(string json) =>
        AlteryxMapping.Job(JsonSerializer.Deserialize(json, AlteryxJson.Default.AlteryxJobWire)!, "asked", new Uri("https://asked"), "tests", Now);

    private sealed record Form(Type Wire, string Place, Func<string, RemoteJob> Read);
}
