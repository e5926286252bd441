using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>
/// A request to run a package. Its fields can be in a JSON body, with or without <c>job</c> around them, or in a form or the
/// query, such as <c>job[cluster_id]</c>. A property is null if its field is missing or has the wrong type.
/// </summary>
internal sealed partial class XplentyRunRequest
{
    private const string Job = "job";

    private static readonly JsonDocumentOptions UniqueNames = new() { AllowDuplicateProperties = false };

    private readonly JsonObject _fields;

    private XplentyRunRequest(JsonObject fields)
    {
        _fields = fields;
    }

    public long? ClusterId => Number("cluster_id");

    public long? PackageId => Number("package_id");

    public JsonObject? Variables => _fields["variables"] as JsonObject;

    public JsonObject? DynamicVariables => _fields["dynamic_variables"] as JsonObject;

    /// <summary>The reason why Xplenty rejects the request, or null if it is valid.</summary>
    public string? Problem =>
        ClusterId is null ? "cluster_id is missing or not a number."
        : PackageId is null ? "package_id is missing or not a number."
        : IsNotObject("variables") ? "variables is not an object."
        : IsNotObject("dynamic_variables") ? "dynamic_variables is not an object."
        : null;

    /// <summary>Returns true if the request has no body, or a body of a type that Xplenty accepts.</summary>
    public static bool AcceptsBodyOf(HttpRequest request) =>
        request.HasJsonContentType() || request.HasFormContentType || !HasBody(request);

    /// <summary>Reads the request. Returns null if its body is neither a JSON object nor a form.</summary>
    public static async Task<XplentyRunRequest?> ReadAsync(HttpRequest request)
    {
        JsonObject? body = null;
        try
        {
            body = request.HasJsonContentType() ? await ReadJsonAsync(request)
                : request.HasFormContentType ? ReadPairs(await request.ReadFormAsync(request.HttpContext.RequestAborted))
                : [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or IOException)
        {
            // The body is not valid.
        }

        return body is null ? null : new XplentyRunRequest(Merge(ReadPairs(request.Query), body));
    }

    private static bool HasBody(HttpRequest request) => request.ContentLength is not (null or 0) || request.ContentType is not null;

    private static async Task<JsonObject?> ReadJsonAsync(HttpRequest request)
    {
        JsonObject? body = await JsonNode.ParseAsync(
            request.Body, documentOptions: UniqueNames, cancellationToken: request.HttpContext.RequestAborted) as JsonObject;
        return body?[Job] as JsonObject ?? body;
    }

    /// <summary>Reads names such as <c>job[variables][A]</c> into objects. The prefix <c>job</c> can be missing.</summary>
    private static JsonObject ReadPairs(IEnumerable<KeyValuePair<string, StringValues>> pairs)
    {
        JsonObject fields = [];
        foreach ((string name, StringValues value) in pairs)
        {
            string[] path = [.. Name().Matches(name).Select(part => part.Value)];
            JsonObject target = fields;
            foreach (string part in path.Skip(path.FirstOrDefault() == Job ? 1 : 0).SkipLast(1))
            {
                if (target[part] is not JsonObject inner)
                {
                    target[part] = inner = [];
                }

                target = inner;
            }

            if (path.Length > 0 && path is not [Job])
            {
                target[path[^1]] = value.ToString();
            }
        }

        return fields;
    }

    private static JsonObject Merge(JsonObject fields, JsonObject more)
    {
        foreach ((string name, JsonNode? value) in more)
        {
            fields[name] = value?.DeepClone();
        }

        return fields;
    }

    [GeneratedRegex(@"[^\[\]]+", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    // Ids can be numbers or text.
    private long? Number(string name) =>
        _fields[name] is JsonValue value
        && (value.TryGetValue(out long number)
            || (value.TryGetValue(out string? text)
                && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)))
            ? number
            : null;

    private bool IsNotObject(string name) => _fields[name] is not (null or JsonObject);
}
