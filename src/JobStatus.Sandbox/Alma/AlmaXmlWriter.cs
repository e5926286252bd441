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

/// <summary>Converts Alma's JSON form to its XML form.</summary>
internal static class AlmaXmlWriter
{
    // The members of a coded field. In XML, all but the value are attributes.
    private static readonly string[] CodedFields = ["value", "desc", "link"];

    private static readonly XmlWriterSettings WriterSettings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
    };

    public static byte[] Write(string rootName, JsonObject body) => Write(ElementOf(rootName, body));

    /// <summary>
    /// Writes a list. The root is the plural of the item name and has the total count as an attribute.
    /// </summary>
    public static byte[] WriteList(string itemName, int total, IEnumerable<JsonObject> items) => Write(new XElement(
        PluralOf(itemName),
        new XAttribute("total_record_count", total),
        items.Select(item => ElementOf(itemName, item))));

    public static byte[] Write(XElement root)
    {
        using MemoryStream stream = new();
        using (XmlWriter writer = XmlWriter.Create(stream, WriterSettings))
        {
            new XDocument(new XDeclaration("1.0", "UTF-8", "yes"), root).Save(writer);
        }

        return stream.ToArray();
    }

    /// <summary>Replaces each character that XML does not allow with the Unicode replacement character.</summary>
    public static string ReplaceInvalidCharacters(string text)
    {
        StringBuilder valid = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isValid = rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value);
            valid.Append((isValid ? rune : Rune.ReplacementChar).ToString());
        }

        return valid.ToString();
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

    // An array gets a wrapper element: alert becomes <alerts><alert/></alerts>.
    private static XElement ContentOf(string name, JsonNode value) =>
        value is JsonArray items
            ? new XElement(
                XmlConvert.EncodeLocalName(PluralOf(name)),
                items.OfType<JsonNode>().Select(item => ElementOf(name, item)))
            : ElementOf(name, value);

    private static string PluralOf(string name) => name.EndsWith("ch", StringComparison.Ordinal) ? $"{name}es" : $"{name}s";

    private static string TextOf(JsonNode value) =>
        ReplaceInvalidCharacters(
            value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString());
}
