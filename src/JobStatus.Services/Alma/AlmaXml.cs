using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using System.Xml;
using System.Xml.Linq;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>Converts Alma XML to JSON with the structure of Alma's JSON. Namespaces are ignored.</summary>
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

    // In JSON, the items of these lists are an array, whose name is in the singular.
    private static readonly HashSet<string> Wrappers = new(StringComparer.Ordinal) { "alerts", "counters", "actions" };

    /// <summary>Parses a body in XML or JSON. The format does not always match the content type.</summary>
    /// <exception cref="XmlException">The body is not valid XML, contains a DTD, or is nested too deeply.</exception>
    /// <exception cref="JsonException">The body is not valid JSON.</exception>
    /// <exception cref="InvalidDataException">The body contains too many values.</exception>
    public static ResponseTree Parse(byte[] body, int length, CancellationToken cancellationToken)
    {
        // White space and a UTF-8 byte order mark are skipped.
        int start = 0;
        while (start < length && body[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF)
        {
            start++;
        }

        return start < length && body[start] == '<'
            ? Parse(() => XmlReader.Create(new MemoryStream(body, 0, length), Settings), cancellationToken)
            : ResponseTree.Parse(TextBody.ToUtf8(body, length), isXml: false, cancellationToken);
    }

    /// <inheritdoc cref="Parse(byte[], int, CancellationToken)"/>
    public static ResponseTree Parse(string text) => Parse(() => XmlReader.Create(new StringReader(text), Settings), default);

    private static ResponseTree Parse(Func<XmlReader> open, CancellationToken cancellationToken)
    {
        CheckLimits(open, cancellationToken);
        using XmlReader reader = open();
        XElement root = XDocument.Load(reader).Root!;

        // A webhook contains the run. Everything outside of the element that contains the run is ignored.
        XElement? container = root.DescendantsAndSelf()
            .FirstOrDefault(element => element.Name.LocalName == AlmaReader.InstanceList)?.Parent;
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            WriteElement(writer, container ?? root);
        }

        return ResponseTree.Parse(new(json.GetBuffer(), 0, (int)json.Length), isXml: true, cancellationToken);
    }

    // The limits are checked first, because loading a very deeply nested document would overflow the stack.
    private static void CheckLimits(Func<XmlReader> open, CancellationToken cancellationToken)
    {
        using XmlReader reader = open();
        int count = 0;
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            count += reader.NodeType == XmlNodeType.Element ? 1 + reader.AttributeCount : 0;
            if (reader.Depth > MaxDepth)
            {
                throw new XmlException($"The document is nested deeper than {MaxDepth} levels.");
            }

            if (count > ResponseTree.MaxValues)
            {
                throw ResponseTree.CreateTooManyValuesError();
            }
        }
    }

    // Attributes become members, and repeated elements become an array.
    private static void WriteElement(Utf8JsonWriter writer, XElement element)
    {
        writer.WriteStartObject();
        foreach (XAttribute attribute in Attributes(element))
        {
            writer.WriteString(attribute.Name.LocalName, attribute.Value);
        }

        foreach (IGrouping<string, XElement> same in element.Elements().GroupBy(child => child.Name.LocalName))
        {
            XElement last = same.Last();
            if (!Wrappers.Contains(same.Key))
            {
                writer.WritePropertyName(same.Key);
                WriteValues(writer, same, isList: same.Skip(1).Any());
            }
            else
            {
                writer.WritePropertyName(same.Key.TrimEnd('s'));
                bool isList = last.HasElements || string.IsNullOrWhiteSpace(last.Value);
                WriteValues(writer, isList ? last.Elements() : [last], isList);
            }
        }

        if (!element.HasElements && element.Value.Length > 0)
        {
            writer.WriteString(ResponseTree.XmlText, element.Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter writer, IEnumerable<XElement> elements, bool isList)
    {
        if (isList)
        {
            writer.WriteStartArray();
        }

        foreach (XElement element in elements)
        {
            if (element.HasElements || Attributes(element).Any())
            {
                WriteElement(writer, element);
            }
            else
            {
                writer.WriteStringValue(element.Value);
            }
        }

        if (isList)
        {
            writer.WriteEndArray();
        }
    }

    private static IEnumerable<XAttribute> Attributes(XElement element) =>
        element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration);
}
