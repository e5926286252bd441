using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Seeds;

/// <summary>
/// The examples from the services' own documentation, returned unchanged for the ids that they contain.
/// </summary>
internal static partial class SeedJobs
{
    private const string AlmaJobId = "M50173";
    private const string AlmaId = "9563643080000561";
    private const string XplentyId = "157";
    private const string AlteryxId = "66ebd18d3d6200007e000d8c";

    // The version 1 example is not valid JSON. It has its own id, so that job 157 is readable in every version.
    private const string XplentyVersion1Id = "158";

    public static IReadOnlyList<StoredJob> All { get; } = Load();

    private static StoredJob[] Load()
    {
        RecordedBody version1 = Json("xplenty-job-v1.json");
        RecordedBody alteryx = Json("alteryx-job.json");
        return
        [
            Recorded(SandboxService.Alma, AlmaId, AlmaJobId, new()
            {
                [RecordedFormat.AlmaXml] = new(MediaTypes.AlmaXml, Read("alma-instance.xml")),
                [RecordedFormat.AlmaJson] = new(MediaTypes.AlmaJson, Read("alma-instance.json")),
            }),
            Recorded(SandboxService.Xplenty, XplentyId, null, new()
            {
                [RecordedFormat.XplentyVersion1] = new(MediaTypes.Json, WithoutTrailingCommas(version1.Text)),
                [RecordedFormat.XplentyVersion2] = Json("xplenty-job-v2.json"),
            }),
            Recorded(SandboxService.Xplenty, XplentyVersion1Id, null, new()
            {
                [RecordedFormat.XplentyVersion1] = version1,
                [RecordedFormat.XplentyVersion2] = version1,
            }),
            Recorded(SandboxService.Alteryx, AlteryxId, null, new()
            {
                [RecordedFormat.AlteryxJob] = alteryx,
                [RecordedFormat.AlteryxJobWithoutMessages] = new(MediaTypes.Json, WithoutMessages(alteryx.Text)),
                [RecordedFormat.AlteryxMessages] = Json("alteryx-messages.json"),
            }),
        ];
    }

    private static RecordedJob Recorded(
        SandboxService service, string id, string? jobId, Dictionary<RecordedFormat, RecordedBody> bodies) =>
        new(service, id, jobId, DateTimeOffset.UnixEpoch, bodies);

    private static RecordedBody Json(string file) => new(MediaTypes.Json, Read(file));

    private static string WithoutMessages(string text)
    {
        JsonObject job = JsonNode.Parse(text)!.AsObject();
        job.Remove("messages");
        return job.ToJsonString();
    }

    private static string WithoutTrailingCommas(string text) => TrailingComma().Replace(text, "");

    [GeneratedRegex(@",(?=\s*[\]}])", RegexOptions.CultureInvariant)]
    private static partial Regex TrailingComma();

    private static string Read(string file)
    {
        using Stream stream = typeof(SeedJobs).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The seed {file} is not in the assembly.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
