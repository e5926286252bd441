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

/// <summary>Reads instances that came another way than through an answer: a webhook's body, or a saved one.</summary>
internal static class AlmaDocument
{
    /// <summary>What surrounds the instance of a webhook is kept under this name.</summary>
    private const string Webhook = "webhook";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="JobServiceException">UnexpectedResponse: it is neither JSON nor XML, or holds no instance.</exception>
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
            // The argument is at fault where the text is no valid Unicode.
            throw Unusable("The text is neither a JSON object nor an XML element, or is cut short.", exception);
        }
    }

    private static AlmaJobInstance Instance(AlmaInstanceWire wire, DateTimeOffset observedAt) =>
        wire.Id.Value is { Length: > 0 } id
            ? AlmaMapping.Instance(wire, askedJobId: null, id, connection: null, observedAt)
            : throw Unusable("The job instance in the text has no id.");

    private static List<AlmaInstanceWire> FromJson(string text)
    {
        byte[] body = Strict.GetBytes(text);
        JsonEscapes.Mend(body);
        AlmaInstanceDocumentWire document = JsonAnswer.ParseForm<AlmaInstanceDocumentWire>(body);
        if (document.Fault() is { } fault)
        {
            throw Refused(fault);
        }

        List<AlmaInstanceWire> inside = (document.JobInstance.Value ?? []).Select(item => item.Value).OfType<AlmaInstanceWire>().ToList();
        if (inside.Count == 0)
        {
            // It is the instance itself, unless nothing in it says so.
            AlmaInstanceWire wire = JsonAnswer.ParseForm<AlmaInstanceWire>(body);
            return document.JobInstance.HasValue || IsList(document) ? [] : wire.Status.HasValue || wire.JobInfo.HasValue ? [wire] : throw NoInstance();
        }

        if (!IsList(document))
        {
            inside.ForEach(wire => KeepAround(wire, document.UnknownFields));
        }

        return inside;
    }

    private static List<AlmaInstanceWire> FromXml(string text)
    {
        XElement root = AlmaXml.Load(text);
        if (AlmaXml.Fault(root) is { } fault)
        {
            throw Refused(fault);
        }

        List<XElement> elements = root.DescendantsAndSelf().Where(element => element.Name.LocalName == "job_instance").ToList();
        if (elements.Count == 0)
        {
            return root.Name.LocalName == "job_instances" ? [] : throw NoInstance();
        }

        List<AlmaInstanceWire> wires = elements.Select(AlmaXml.Instance).ToList();
        if (root.Name.LocalName is not ("job_instance" or "job_instances"))
        {
            var around = new XElement(root);
            around.Elements().Where(element => element.Name.LocalName == "job_instance").Remove();
            wires.ForEach(wire => KeepAround(wire, AlmaXml.Plain(around) as Dictionary<string, object?>));
        }

        return wires;
    }

    private static bool IsList(AlmaInstanceDocumentWire document) =>
        document.UnknownFields?.ContainsKey("total_record_count") == true;

    private static void KeepAround(AlmaInstanceWire wire, Dictionary<string, object?>? around)
    {
        if (around is { Count: > 0 })
        {
            var rest = new Leftovers(wire.UnknownFields);
            rest.Keep(Webhook, around);
            wire.UnknownFields = rest.Gathered;
        }
    }

    private static JobServiceException Refused(ServiceFault fault) =>
        Unusable($"The text is an error of Alma's and holds no job instance: {DisplayText.OneLine(fault.Code)} {DisplayText.OneLine(fault.Message)}".TrimEnd() + ".");

    private static JobServiceException NoInstance() => Unusable("The text holds no Alma job instance.");

    private static JobServiceException Unusable(string problem, Exception? innerException = null) =>
        new("Alma", JobServiceErrorKind.UnexpectedResponse, problem, "Give a job instance as Alma sends it, in JSON or XML, or the body of a JOB_END webhook.", innerException);
}
