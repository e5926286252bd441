using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>Reads Alma XML into the same wire forms as the JSON. Namespaces are ignored.</summary>
internal static class AlmaXml
{
    private const int MaxDepth = 64;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Returns true if the body starts like XML.</summary>
    public static bool IsXml(IEnumerable<byte> body)
    {
        // White space and a UTF-8 byte order mark are skipped.
        byte first = body.FirstOrDefault(b => b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF));
        return first == '<';
    }

    /// <exception cref="XmlException">The body is not valid XML, contains a DTD, or is nested too deeply.</exception>
    public static XElement Load(MemoryStream body) => Load(() =>
    {
        body.Position = 0;
        return XmlReader.Create(body, Settings);
    });

    /// <exception cref="XmlException">The text is not valid XML, contains a DTD, or is nested too deeply.</exception>
    public static XElement Load(string text) => Load(() => XmlReader.Create(new StringReader(text), Settings));

    public static AlmaInstanceWire Instance(XElement root)
    {
        var wire = new AlmaInstanceWire();
        var fields = new UnmappedFields(null);
        foreach (IGrouping<string, XElement> same in Members(root, fields))
        {
            XElement field = same.Last();
            switch (same.Key)
            {
                case "id": wire.Id = Text(field); break;
                case "external_id": wire.ExternalId = Text(field); break;
                case "name": wire.Name = Text(field); break;
                case "submitted_by": wire.SubmittedBy = Coded(field); break;
                case "submit_time": wire.SubmitTime = Scalar(field, LenientTimeConverter.Instance); break;
                case "start_time": wire.StartTime = Scalar(field, LenientTimeConverter.Instance); break;
                case "end_time": wire.EndTime = Scalar(field, LenientTimeConverter.Instance); break;
                case "progress": wire.Progress = Scalar(field, LenientDoubleConverter.Instance); break;
                case "status": wire.Status = Coded(field); break;
                case "status_date": wire.StatusDate = Scalar(field, LenientTimeConverter.Instance); break;
                case "alerts": wire.Alerts = Structure(field, alerts => alerts.Elements().Select(Coded).ToList()); break;
                case "counters": wire.Counters = Structure(field, counters => counters.Elements().Select(Counter).ToList()); break;
                case "actions": wire.Actions = Structure(field, Actions); break;
                case "job_info": wire.JobInfo = Structure(field, JobInfo); break;
                default: fields.Add(same.Key, Plain(same)); break;
            }
        }

        wire.Link = Link(root);
        wire.UnknownFields = fields.FieldsOrNull;
        return wire;
    }

    /// <summary>Returns the first error in an error response, or null if the document is not an error response.</summary>
    public static ServiceError? FindError(XElement root)
    {
        if (root.Name.LocalName != "web_service_result"
            && root.Elements()
                .Where(element => element.Name.LocalName == "errorsExist")
                .All(element => string.Equals(element.Value.Trim(), "false", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        XElement? error = root.Descendants().FirstOrDefault(element => element.Name.LocalName == "error");
        return new ServiceError
        {
            Code = Member(error, "errorCode"),
            Message = Member(error, "errorMessage"),
            TrackingId = Member(error, "trackingId"),
        };
    }

    /// <summary>Returns an element as a plain value: text if it contains only text, or a dictionary.</summary>
    public static object? Plain(XElement element)
    {
        if (!element.HasElements && !Attributes(element).Any())
        {
            return element.Value;
        }

        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (XAttribute attribute in Attributes(element))
        {
            members[attribute.Name.LocalName] = attribute.Value;
        }

        foreach (IGrouping<string, XElement> same in ByName(element))
        {
            members[same.Key] = Plain(same);
        }

        if (!element.HasElements && element.Value.Length > 0)
        {
            members["value"] = element.Value;
        }

        return members;
    }

    // Repeated elements with the same name become an array, as in JSON.
    private static object? Plain(IGrouping<string, XElement> same)
    {
        object?[] values = same.Select(Plain).ToArray();
        return values.Length == 1 ? values[0] : values;
    }

    private static IEnumerable<IGrouping<string, XElement>> ByName(XElement element) =>
        element.Elements().GroupBy(child => child.Name.LocalName);

    private static XElement Load(Func<XmlReader> open)
    {
        // The depth is checked first, because processing a very deeply nested document would overflow the stack.
        using (XmlReader depthReader = open())
        {
            while (depthReader.Read())
            {
                if (depthReader.Depth > MaxDepth)
                {
                    throw new XmlException($"The document is nested deeper than {MaxDepth} levels.");
                }
            }
        }

        using XmlReader reader = open();
        return XDocument.Load(reader).Root!;
    }

    // Returns the child elements by name. Attributes other than the link have no property and are kept as unmapped fields.
    private static IEnumerable<IGrouping<string, XElement>> Members(XElement element, UnmappedFields fields)
    {
        foreach (XAttribute attribute in Attributes(element).Where(attribute => attribute.Name.LocalName != "link"))
        {
            fields.Add(attribute.Name.LocalName, attribute.Value);
        }

        return ByName(element);
    }

    private static AlmaJobInfoWire JobInfo(XElement element)
    {
        var wire = new AlmaJobInfoWire();
        var fields = new UnmappedFields(null);
        foreach (IGrouping<string, XElement> same in Members(element, fields))
        {
            XElement field = same.Last();
            switch (same.Key)
            {
                case "id": wire.Id = Text(field); break;
                case "name": wire.Name = Text(field); break;
                case "description": wire.Description = Text(field); break;
                case "type": wire.Type = Coded(field); break;
                case "category": wire.Category = Coded(field); break;
                default: fields.Add(same.Key, Plain(same)); break;
            }
        }

        wire.Link = Link(element);
        wire.UnknownFields = fields.FieldsOrNull;
        return wire;
    }

    private static IReadOnlyList<object?> Actions(XElement element) => element.Elements().Select(Plain).ToArray();

    private static Lenient<AlmaCounterWire> Counter(XElement element) => Structure(element, CounterMembers);

    private static AlmaCounterWire CounterMembers(XElement element)
    {
        var wire = new AlmaCounterWire();
        var fields = new UnmappedFields(null);
        foreach (IGrouping<string, XElement> same in Members(element, fields))
        {
            XElement field = same.Last();
            switch (same.Key)
            {
                case "type": wire.Type = Coded(field); break;
                case "value": wire.Value = Text(field); break;
                default: fields.Add(same.Key, Plain(same)); break;
            }
        }

        wire.UnknownFields = fields.FieldsOrNull;
        return wire;
    }

    private static Lenient<AlmaCodedValue> Coded(XElement element) =>
        element.HasElements
            ? Lenient<AlmaCodedValue>.FromUnparsed(Plain(element))
            : WithAttributes(
                new AlmaCodedValue(
                    element.Value,
                    Attributes(element).FirstOrDefault(attribute => attribute.Name.LocalName == "desc")?.Value),
                Attributes(element).Where(attribute => attribute.Name.LocalName != "desc"));

    private static Lenient<string> Text(XElement element) =>
        element.HasElements ? Lenient<string>.FromUnparsed(Plain(element)) : WithAttributes(element.Value, Attributes(element));

    private static Lenient<T> Scalar<T>(XElement element, LenientScalarConverter<T> converter) =>
        element.HasElements ? Lenient<T>.FromUnparsed(Plain(element)) : converter.Parse(element.Value.Trim());

    // Reads an element that has child elements or is empty. An element with text instead is not parsed.
    private static Lenient<T> Structure<T>(XElement element, Func<XElement, T> read) =>
        element.HasElements || string.IsNullOrWhiteSpace(element.Value) ? new(read(element)) : Lenient<T>.FromUnparsed(Plain(element));

    private static Lenient<T> WithAttributes<T>(T value, IEnumerable<XAttribute> unknown)
    {
        var fields = new UnmappedFields(null);
        foreach (XAttribute attribute in unknown)
        {
            fields.Add(attribute.Name.LocalName, attribute.Value);
        }

        return fields.FieldsOrNull is { } unmapped ? new(value, unmapped) : new(value);
    }

    private static Lenient<Uri> Link(XElement element) =>
        Attributes(element).FirstOrDefault(attribute => attribute.Name.LocalName == "link") is { } link
            ? LenientUriConverter.Instance.Parse(link.Value)
            : default;

    private static string? Member(XElement? element, string name) =>
        element?.Elements().FirstOrDefault(member => member.Name.LocalName == name)?.Value;

    private static IEnumerable<XAttribute> Attributes(XElement element) =>
        element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration);
}
