using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Jobs;

/// <summary>A job whose answers were written down beforehand; time does nothing to it.</summary>
/// <param name="service">The service that ran it.</param>
/// <param name="id">Its id.</param>
/// <param name="jobId">For Alma the id of the definition.</param>
/// <param name="createdAt">When it was submitted, where no answer tells.</param>
/// <param name="bodies">The answers.</param>
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
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>The body in that form, or null when there is none.</summary>
    internal RecordedBody? Find(RecordedFormat form) => bodies.GetValueOrDefault(form);

    /// <summary>What can be read of the body in that form; null when there is none, or it is no JSON object.</summary>
    internal JsonObject? Parse(RecordedFormat form) => Find(form) is { } body ? Parse(body) : null;

    /// <summary>The body for a list; null also when it carries another id than the job's.</summary>
    internal JsonObject? FindListed(RecordedFormat form) =>
        Parse(form) is { } body && body["id"]?.ToString() == Id ? body : null;

    /// <summary>A time that an answer tells, or null where it tells none.</summary>
    internal static DateTimeOffset? TimeIn(JsonObject body, string field) =>
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
