using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Jobs;

/// <summary>A job with recorded response bodies. It does not change over time.</summary>
/// <param name="service">The service that ran the job.</param>
/// <param name="id">The id of the run.</param>
/// <param name="jobId">Alma only: the id of the definition.</param>
/// <param name="createdAt">The submission time to use if no body contains one.</param>
/// <param name="bodies">The response bodies.</param>
internal sealed class RecordedJob(
    SandboxService service,
    string id,
    string? jobId,
    DateTimeOffset createdAt,
    IReadOnlyDictionary<RecordedFormat, RecordedBody> bodies)
    : StoredJob(service, id, jobId, name: null, SubmittedIn(bodies.Values) ?? createdAt)
{
    private static readonly string[] SubmissionFields = ["submit_time", "created_at", "createDateTime"];

    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Returns the body in the given format, or null if there is none.</summary>
    public RecordedBody? Find(RecordedFormat format) => bodies.GetValueOrDefault(format);

    /// <summary>
    /// Parses the body in the given format. Returns null if there is none, it is not a JSON object, or a name occurs twice.
    /// </summary>
    public JsonObject? Parse(RecordedFormat format) => Find(format) is { } body ? Parse(body) : null;

    /// <summary>
    /// Parses the body for a list. Also returns null if the body contains an id other than the id of the job.
    /// </summary>
    public JsonObject? FindListItem(RecordedFormat format) =>
        Parse(format) is { } body && body["id"]?.ToString() == Id ? body : null;

    /// <summary>Returns the time in a field, or null if the field is missing or not a time.</summary>
    public static DateTimeOffset? TimeIn(JsonObject body, string field) =>
        DateTimeOffset.TryParse(
            body[field]?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
                ? time
                : null;

    private static DateTimeOffset? SubmittedIn(IEnumerable<RecordedBody> bodies) => bodies
        .Select(Parse)
        .OfType<JsonObject>()
        .SelectMany(body => SubmissionFields.Select(field => TimeIn(body, field)))
        .FirstOrDefault(time => time is not null);

    private static JsonObject? Parse(RecordedBody body)
    {
        try
        {
            return JsonNode.Parse(body.Text.TrimStart('\ufeff'), documentOptions: Lenient) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
