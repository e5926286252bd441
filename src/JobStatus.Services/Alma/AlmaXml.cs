using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using System.Xml;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>Converts Alma XML to JSON with the structure of Alma's JSON. Namespaces are ignored.</summary>
internal static class AlmaXml
{
    // XML takes several times as much memory as JSON of the same length. No run is larger.
    private const int MaxLength = 16 * 1024 * 1024;

    private const int FlushSize = 64 * 1024;

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
    /// <exception cref="InvalidDataException">The body is too large, or the values in it would take too much memory.</exception>
    public static ResponseTree Parse(byte[] body, int length, SecretRedactor? redactor, CancellationToken cancellationToken)
    {
        // White space and a UTF-8 byte order mark are skipped.
        int start = 0;
        while (start < length && body[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF)
        {
            start++;
        }

        if (start == length || body[start] != '<')
        {
            return JsonResponse.ParseJson(body, length, redactor, cancellationToken);
        }

        ThrowIfTooLong(length);
        using var reader = XmlReader.Create(new MemoryStream(body, 0, length), Settings);
        return Parse(reader, redactor, cancellationToken);
    }

    /// <inheritdoc cref="Parse(byte[], int, SecretRedactor?, CancellationToken)"/>
    public static ResponseTree Parse(string text)
    {
        ThrowIfTooLong(text.Length);
        using var reader = XmlReader.Create(new StringReader(text), Settings);
        return Parse(reader, redactor: null, default);
    }

    private static void ThrowIfTooLong(int length)
    {
        if (length > MaxLength)
        {
            throw SizeLimitedStream.CreateTooLargeError(MaxLength);
        }
    }

    private static ResponseTree Parse(XmlReader reader, SecretRedactor? redactor, CancellationToken cancellationToken)
    {
        AlmaXmlElement root = AlmaXmlElement.Load(reader, cancellationToken);
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            WriteElement(writer, root, cancellationToken);
        }

        return ResponseTree.Parse(new(json.GetBuffer(), 0, (int)json.Length), isXml: true, redactor, cancellationToken);
    }

    // Attributes become members, and repeated elements become an array.
    private static void WriteElement(Utf8JsonWriter writer, AlmaXmlElement element, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (writer.BytesPending > FlushSize)
        {
            writer.Flush();
        }

        writer.WriteStartObject();
        foreach (KeyValuePair<string, string> attribute in element.Attributes)
        {
            writer.WriteString(attribute.Key, attribute.Value);
        }

        foreach (IGrouping<string, AlmaXmlElement> same in element.Children.GroupBy(static child => child.Name))
        {
            AlmaXmlElement last = same.Last();
            if (!Wrappers.Contains(same.Key))
            {
                writer.WritePropertyName(same.Key);
                WriteValues(writer, same, isList: same.Skip(1).Any(), cancellationToken);
            }
            else
            {
                writer.WritePropertyName(same.Key.TrimEnd('s'));
                bool isList = last.HasChildren || string.IsNullOrWhiteSpace(last.Text);
                WriteValues(writer, isList ? last.Children : [last], isList, cancellationToken);
            }
        }

        if (!element.HasChildren && element.Text.Length > 0)
        {
            writer.WriteString(ResponseTree.XmlText, element.Text);
        }

        writer.WriteEndObject();
    }

    private static void WriteValues(
        Utf8JsonWriter writer,
        IEnumerable<AlmaXmlElement> elements,
        bool isList,
        CancellationToken cancellationToken)
    {
        if (isList)
        {
            writer.WriteStartArray();
        }

        foreach (AlmaXmlElement element in elements)
        {
            if (element.HasChildren || element.Attributes.Count > 0)
            {
                WriteElement(writer, element, cancellationToken);
            }
            else
            {
                writer.WriteStringValue(element.Text);
            }
        }

        if (isList)
        {
            writer.WriteEndArray();
        }
    }
}
