using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace JobStatus.Sandbox.Alma;

/// <summary>Turns Alma's JSON form into its XML form.</summary>
internal static class AlmaXmlWriter
{
    // what a coded field consists of; in XML the rest are attributes of the value
    private static readonly string[] CodedFields = ["value", "desc", "link"];

    private static readonly XmlWriterSettings AsAlmaWrites = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
    };

    internal static byte[] Write(string rootName, JsonObject body) => Write(ElementOf(rootName, body));

    /// <summary>A list: the items in a root of their plural, which says how many there are in all.</summary>
    internal static byte[] WriteList(string itemName, int total, IEnumerable<JsonObject> items) => Write(new XElement(
        PluralOf(itemName),
        new XAttribute("total_record_count", total),
        items.Select(item => ElementOf(itemName, item))));

    internal static byte[] Write(XElement root)
    {
        using MemoryStream stream = new();
        using (XmlWriter writer = XmlWriter.Create(stream, AsAlmaWrites))
        {
            new XDocument(new XDeclaration("1.0", "UTF-8", "yes"), root).Save(writer);
        }

        return stream.ToArray();
    }

    /// <summary>The text with a sign of replacement for each character that XML cannot carry.</summary>
    internal static string Legal(string text)
    {
        StringBuilder legal = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool carried = rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value);
            legal.Append((carried ? rune : Rune.ReplacementChar).ToString());
        }

        return legal.ToString();
    }

    private static XElement ElementOf(string name, JsonNode value)
    {
        string elementName = XmlConvert.EncodeLocalName(name);
        if (value is not JsonObject fields)
        {
            return new XElement(elementName, TextOf(value));
        }

        bool coded = fields.ContainsKey("value") && fields.All(field => CodedFields.Contains(field.Key));
        XElement element = new(elementName);
        foreach ((string field, JsonNode? inner) in fields)
        {
            if (inner is null)
            {
                continue;
            }

            if (coded && field == "value")
            {
                element.Add(TextOf(inner));
            }
            else if (coded || (field == "link" && inner is JsonValue))
            {
                element.SetAttributeValue(field, TextOf(inner));
            }
            else
            {
                element.Add(ContentOf(field, inner));
            }
        }

        return element;
    }

    // an array is wrapped: alert becomes <alerts><alert/></alerts>
    private static XElement ContentOf(string name, JsonNode value) =>
        value is JsonArray items
            ? new XElement(
                XmlConvert.EncodeLocalName(PluralOf(name)),
                items.OfType<JsonNode>().Select(item => ElementOf(name, item)))
            : ElementOf(name, value);

    private static string PluralOf(string name) => name.EndsWith("ch", StringComparison.Ordinal) ? $"{name}es" : $"{name}s";

    private static string TextOf(JsonNode value) =>
        Legal(value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString());
}
