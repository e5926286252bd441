using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>
/// Reads job instances from a document that did not come from a request, such as the body of a webhook or a file.
/// </summary>
internal static class AlmaDocument
{
    /// <summary>The name under which the other fields of a webhook are kept.</summary>
    private const string Webhook = "webhook";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="JobServiceException">
    /// UnexpectedResponse: the text is not valid JSON or XML, or it contains no job instance.
    /// </exception>
    public static IReadOnlyList<AlmaJobInstance> Read(string text, DateTimeOffset observedAt)
    {
        string start = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        try
        {
            List<AlmaInstanceWire> wires = start.Length > 0 && start[0] == '<' ? FromXml(start) : FromJson(start);
            return wires.Select(wire => Instance(wire, observedAt)).ToArray();
        }
        catch (Exception exception) when (exception is JsonException or XmlException or ArgumentException)
        {
            // An ArgumentException means that the text is not valid Unicode.
            throw CreateError("The text is not a complete JSON object or XML element.", exception);
        }
    }

    private static AlmaJobInstance Instance(AlmaInstanceWire wire, DateTimeOffset observedAt) =>
        wire.Id.Value is { Length: > 0 } id
            ? AlmaMapping.Instance(wire, requestedJobId: null, id, connection: null, observedAt)
            : throw CreateError("A job instance in the text has no id.");

    private static List<AlmaInstanceWire> FromJson(string text)
    {
        byte[] body = Strict.GetBytes(text);
        JsonEscapes.ReplaceLoneSurrogates(body);
        AlmaInstanceDocumentWire document = JsonResponse.ParseForm<AlmaInstanceDocumentWire>(body);
        if (document.FindError() is { } error)
        {
            throw CreateAlmaError(error);
        }

        List<AlmaInstanceWire> instances = (document.JobInstance.Value ?? [])
            .Select(item => item.Value)
            .OfType<AlmaInstanceWire>()
            .ToList();
        if (instances.Count == 0)
        {
            // The document itself can be the instance. It counts as one if it has a status or a job_info.
            AlmaInstanceWire wire = JsonResponse.ParseForm<AlmaInstanceWire>(body);
            return document.JobInstance.HasValue || IsList(document) ? []
                : wire.Status.HasValue || wire.JobInfo.HasValue ? [wire]
                : throw CreateNoInstanceError();
        }

        if (!IsList(document))
        {
            instances.ForEach(wire => AddEnvelope(wire, document.UnknownFields));
        }

        return instances;
    }

    private static List<AlmaInstanceWire> FromXml(string text)
    {
        XElement root = AlmaXml.Load(text);
        if (AlmaXml.FindError(root) is { } error)
        {
            throw CreateAlmaError(error);
        }

        List<XElement> elements = root.DescendantsAndSelf().Where(element => element.Name.LocalName == "job_instance").ToList();
        if (elements.Count == 0)
        {
            return root.Name.LocalName == "job_instances" ? [] : throw CreateNoInstanceError();
        }

        List<AlmaInstanceWire> wires = elements.Select(AlmaXml.Instance).ToList();
        if (root.Name.LocalName is not ("job_instance" or "job_instances"))
        {
            var envelope = new XElement(root);
            envelope.Elements().Where(element => element.Name.LocalName == "job_instance").Remove();
            wires.ForEach(wire => AddEnvelope(wire, AlmaXml.Plain(envelope) as Dictionary<string, object?>));
        }

        return wires;
    }

    private static bool IsList(AlmaInstanceDocumentWire document) =>
        document.UnknownFields?.ContainsKey("total_record_count") == true;

    private static void AddEnvelope(AlmaInstanceWire wire, Dictionary<string, object?>? envelope)
    {
        if (envelope is { Count: > 0 })
        {
            var fields = new UnmappedFields(wire.UnknownFields);
            fields.Add(Webhook, envelope);
            wire.UnknownFields = fields.FieldsOrNull;
        }
    }

    private static JobServiceException CreateAlmaError(ServiceError error)
    {
        string details = $"{DisplayText.OneLine(error.Code)} {DisplayText.OneLine(error.Message)}";
        return CreateError($"The text contains an Alma error instead of a job instance: {details}".TrimEnd() + ".");
    }

    private static JobServiceException CreateNoInstanceError() => CreateError("The text does not contain an Alma job instance.");

    private static JobServiceException CreateError(string problem, Exception? innerException = null) =>
        new(
            "Alma",
            JobServiceErrorKind.UnexpectedResponse,
            problem,
            "Use a job instance from Alma in JSON or XML, or the body of a JOB_END webhook.",
            innerException);
}
