using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alma;

/// <summary>Reads the parameters in the body of a run request.</summary>
internal static class AlmaRunRequest
{
    private static readonly XmlReaderSettings WithoutDtd = new() { DtdProcessing = DtdProcessing.Prohibit };

    private static readonly JsonSerializerOptions StrictOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Returns the parameters by name, or null if the body is missing or not valid.</summary>
    /// <param name="request">The request.</param>
    /// <param name="format">The format of its body.</param>
    public static async Task<IReadOnlyDictionary<string, string>?> ReadAsync(HttpRequest request, AlmaFormat format)
    {
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        body.Position = 0;
        try
        {
            return (format == AlmaFormat.Json ? ReadJson(body) : ReadXml(body))
                .DistinctBy(parameter => parameter.Key)
                .ToDictionary();
        }
        catch (JsonException)
        {
            return null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadJson(Stream body)
    {
        JsonJob job = JsonSerializer.Deserialize<JsonJob>(body, StrictOptions)
            ?? throw new JsonException("The body is null.");
        return (job.Parameter ?? []).Select(parameter => KeyValuePair.Create(parameter.Name.Value, parameter.Value ?? ""));
    }

    private static KeyValuePair<string, string>[] ReadXml(Stream body)
    {
        using XmlReader reader = XmlReader.Create(body, WithoutDtd);
        XElement job = XElement.Load(reader);
        if (job.Name != "job")
        {
            throw new XmlException("The root element is not a job.");
        }

        return [.. (job.Element("parameters")?.Elements("parameter") ?? []).Select(parameter => KeyValuePair.Create(
            parameter.Element("name")?.Value ?? throw new XmlException("A parameter has no name."),
            parameter.Element("value")?.Value ?? ""))];
    }

    private sealed record JsonJob(IReadOnlyList<JsonParameter>? Parameter = null);

    private sealed record JsonParameter(JsonName Name, string? Value = null);

    private sealed record JsonName(string Value);
}
