using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.Json;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Json;

/// <summary>The objects in the responses of all services, and where each of them appears.</summary>
internal static class Responses
{
    private const string Marker = "marker of the tests";
    private const string RequestedId = "requested";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, Form> All = new()
    {
        ["Alma instance"] = new("{0}", AlmaInstance),
        ["Alma counter"] = new("""{{ "counter": [ {0} ] }}""", AlmaInstance),
        ["Alma job info"] = new("""{{ "job_info": {0} }}""", AlmaInstance),
        ["Xplenty job"] = new("{0}", XplentyJob),
        ["Xplenty output"] = new("""{{ "outputs": [ {0} ] }}""", XplentyJob),
        ["Xplenty output's component"] = new("""{{ "outputs": [ {{ "component": {0} }} ] }}""", XplentyJob),
        ["Xplenty job's component"] = new("""{{ "component": {0} }}""", XplentyJob),
        ["Xplenty creator"] = new("""{{ "creator": {0} }}""", XplentyJob),
        ["Xplenty package"] = new("""{{ "package": {0} }}""", XplentyJob),
        ["Xplenty cluster"] = new("""{{ "cluster": {0} }}""", XplentyJob),
        ["Xplenty log summary"] = new("""{{ "log_summary": {0} }}""", XplentyJob),
        ["Alteryx job"] = new("{0}", AlteryxJob),
        ["Alteryx output"] = new("""{{ "outputs": [ {0} ] }}""", AlteryxJob),
        ["Alteryx message"] = new("""{{ "messages": [ {0} ] }}""", AlteryxJob),
    };

    private static readonly Lazy<Dictionary<string, string[]>> Fields = new(() =>
    {
        string everyName = JsonSerializer.Serialize(StringLiterals().Prepend(Marker).ToDictionary(name => name, _ => (object?)null));
        return All.ToDictionary(form => form.Key, form => KnownNames(form.Value, everyName));
    });

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Gets the names of the fields that are read from an object.</summary>
    public static IReadOnlyList<string> FieldsOf(string form) => Fields.Value[form];

    /// <summary>Reads a response.</summary>
    public static T Read<T>(string json, Func<ResponseTree, T> read) => JsonResponse.Read(Encoding.UTF8.GetBytes(json), read);

    /// <summary>Reads a response, and asserts that all properties have the expected values.</summary>
    /// <param name="json">The response.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="expected">The path and the value of each property that is not null, in any order.</param>
    public static void AssertRead<T>(string json, Func<ResponseTree, T> read, string expected)
    {
        IEnumerable<string> lines = ObjectDump.Lines(Read(json, read))
            .Where(line => !line.EndsWith("= null", StringComparison.Ordinal))
            .Select(line => line.TrimStart('$', '.', ' ').TrimEnd());
        Assert.Equal(expected.Split('\n', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
    }

    /// <summary>Asserts that a response, by default one without any documented field, is not what was requested.</summary>
    public static void AssertUnexpected<T>(Func<ResponseTree, T> read, string json = """{ "other": 1 }""") =>
        Assert.Equal(ServiceError.UnexpectedContent, Assert.Throws<ServiceErrorException>(() => Read(json, read)).Error);

    /// <summary>Inserts the JSON of an object into a response and reads the response.</summary>
    public static RemoteJob Read(string form, string json)
    {
        using ResponseTree tree = Parse(All[form].Insert(json));
        return All[form].Read(tree.Object);
    }

    public static AlmaJobInstance AlmaInstance(string json)
    {
        using ResponseTree tree = Parse(json);
        return AlmaInstance(tree.Object);
    }

    public static XplentyJob XplentyJob(string json, string? id = RequestedId)
    {
        using ResponseTree tree = Parse(json);
        return XplentyReader.Job(tree.Object, id, "tests", Now)!;
    }

    public static AlteryxJob AlteryxJob(string json, string? id = RequestedId)
    {
        using ResponseTree tree = Parse(json);
        return AlteryxReader.Job(tree.Object, id, _ => new Uri("https://requested"), "tests", Now)!;
    }

    private static AlmaJobInstance AlmaInstance(ResponseObject fields) => AlmaReader.Instance(fields, null, RequestedId, null, Now)!;

    private static XplentyJob XplentyJob(ResponseObject fields) => XplentyReader.Job(fields, RequestedId, "tests", Now)!;

    private static AlteryxJob AlteryxJob(ResponseObject fields) =>
        AlteryxReader.Job(fields, RequestedId, _ => new Uri("https://requested"), "tests", Now)!;

    private static ResponseTree Parse(string json) => ResponseTree.Parse(new(Encoding.UTF8.GetBytes(json)));

    // Finds out which names a reader asks for, by reading an object that has a member with every possible name.
    private static string[] KnownNames(Form form, string everyName)
    {
        using ResponseTree tree = Parse(form.Insert(everyName));
        form.Read(tree.Object);
        List<string> known = [];
        int name = Enumerable.Range(0, tree.Rows.Length)
            .First(row => tree.Rows[row].Kind == JsonTokenType.PropertyName && tree.GetText(row) == Marker);
        for (int end = tree.Rows[name - 1].End; name < end; name = tree.Rows[name + 1].End)
        {
            if (tree.Rows[name].IsKnown)
            {
                known.Add(tree.GetText(name));
            }
        }

        return [.. known];
    }

    private static HashSet<string> StringLiterals()
    {
        HashSet<string> literals = new(StringComparer.Ordinal);
        using PEReader file = new(File.OpenRead(typeof(AlmaReader).Assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();
        UserStringHandle handle = MetadataTokens.UserStringHandle(0);
        do
        {
            literals.Add(metadata.GetUserString(handle));
            handle = metadata.GetNextHandle(handle);
        }
        while (!handle.IsNil);

        return literals;
    }

    private sealed record Form(string Place, Func<ResponseObject, RemoteJob> Read)
    {
        public string Insert(string json) => string.Format(CultureInfo.InvariantCulture, Place, json);
    }
}
