using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace JobStatus.Services.Tests.Fuzz;

/// <summary>Makes random changes to a body: to its JSON or XML elements, its text or its bytes.</summary>
internal sealed partial class Mutator(IReadOnlyList<byte[]> others)
{
    private const int MaxChanges = 4;
    private const int MaxBytes = 256 * 1024;

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0", "-1", "1e400", "-1e-400", "1.5", "123456789012345678901234567890",
        "9223372036854775807", "9223372036854775808", "2147483648", "\"\"", "\" \"", "\"text\"", "\"NaN\"",
        "\"Infinity\"", "\"1e999\"", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"0001-01-01T00:00:00+14:00\"",
        "\"2025-02-30T00:00:00Z\"", "\"10675199.02:48:05.4775807\"", "\"99999999999999999999\"", "\"http://[\"",
        "\"\\ud800\"", "\"\\u0000\\u001b[31m\"", "\"\\udc00\\ud800\"", "[]", "{}", "[null]", "[[[[]]]]",
        "{\"\":{\"\":[]}}", "[{},[],1,\"a\",null]", "{\"value\":{},\"desc\":[]}",
    ];

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "null", "NaN", "//", "/*", "<", ">", "</", "/>",
        "&", "&lol;", "&#0;", "&#x10FFFF;", "<![CDATA[", "]]>", "<!--", "<?xml", "<!DOCTYPE a [<!ENTITY b \"c\">]>",
        " xmlns:a=\"b\"", " xmlns=\"\"", "\uFEFF", "\0", "\u0001", "\u007f", "\r\n", "errorsExist", "errorList",
        "web_service_result", "total_record_count", "job_instance", "\uD83D\uDE00",
    ];

    public byte[] Mutate(byte[] body, Random random)
    {
        if (random.Next(50) == 0)
        {
            return body;
        }

        for (int changes = random.Next(2) == 0 ? 1 : random.Next(1, MaxChanges + 1); changes > 0 && body.Length <= MaxBytes; changes--)
        {
            body = random.Next(6) switch
            {
                0 or 1 or 2 => ChangeNodes(body, random),
                3 => ChangeText(body, random),
                _ => ChangeBytes(body, random),
            };
        }

        return body.Length <= MaxBytes ? body : body[..MaxBytes];
    }

    private static byte[] ChangeNodes(byte[] body, Random random)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { AllowTrailingCommas = true });
            List<JsonNode> nodes = [];
            CollectNodes(root, nodes);
            JsonNode[] inner = [.. nodes.Where(node => node.Parent is not null)];
            if (inner.Length > 0)
            {
                Change(inner[random.Next(inner.Length)], inner[random.Next(inner.Length)], random);
            }

            return Encoding.UTF8.GetBytes(root?.ToJsonString() ?? "null");
        }
        catch (Exception exception) when (exception
            is JsonException or ArgumentException or InvalidOperationException or DecoderFallbackException)
        {
            // The body is not valid JSON, or the change made it invalid.
            return ChangeElements(body, random);
        }
    }

    private static void CollectNodes(JsonNode? node, List<JsonNode> nodes)
    {
        if (node is null)
        {
            return;
        }

        nodes.Add(node);
        IEnumerable<JsonNode?> inside = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (JsonNode? child in inside)
        {
            CollectNodes(child, nodes);
        }
    }

    private static void Change(JsonNode node, JsonNode other, Random random)
    {
        switch (random.Next(7))
        {
            case 0:
                node.ReplaceWith(JsonNode.Parse(Values[random.Next(Values.Length)]));
                break;
            case 1:
                node.ReplaceWith(other.DeepClone());
                break;
            case 2 when node.Parent is JsonObject members:
                string name = node.GetPropertyName();
                members.Remove(name);
                if (random.Next(2) == 0)
                {
                    string newName = random.Next(2) == 0 && other.Parent is JsonObject
                        ? other.GetPropertyName()
                        : $"{name}{Fragments[random.Next(Fragments.Length)]}";
                    members[newName] = node;
                }

                break;
            case 2 when node.Parent is JsonArray items:
                items.Remove(node);
                break;
            case 3:
                JsonNode? wrapped = node.DeepClone();
                for (int depth = random.Next(4) == 0 ? 60 : 1; depth > 0; depth--)
                {
                    wrapped = random.Next(2) == 0 ? new JsonArray(wrapped) : new JsonObject { ["value"] = wrapped };
                }

                node.ReplaceWith(wrapped);
                break;
            case 4:
                node.ReplaceWith(new JsonArray([.. Enumerable.Range(0, random.Next(1, 120)).Select(_ => node.DeepClone())]));
                break;
            case 5:
                node.ReplaceWith(JsonValue.Create(new string((char)random.Next(1, 0xD800), random.Next(5000))));
                break;
            default:
                node.ReplaceWith(JsonValue.Create(node.ToJsonString()));
                break;
        }
    }

    private static byte[] ChangeElements(byte[] body, Random random)
    {
        string text = Encoding.UTF8.GetString(body);
        MatchCollection tags = Tags().Matches(text);
        if (tags.Count < 2)
        {
            return ChangeText(body, random);
        }

        Match tag = tags[random.Next(tags.Count)];
        Match other = tags[random.Next(tags.Count)];
        return Encoding.UTF8.GetBytes(random.Next(5) switch
        {
            0 => text.Replace(tag.Groups[2].Value, other.Groups[2].Value, StringComparison.Ordinal),
            1 => text.Insert(tag.Index + tag.Length, text[Math.Min(tag.Index, other.Index)..Math.Max(tag.Index, other.Index)]),
            2 => text.Insert(tag.Index + tag.Length - 1, " link=\"a\" desc=\"b\" total_record_count='-1'"),
            3 => text.Remove(Math.Min(tag.Index, other.Index), Math.Abs(tag.Index - other.Index)),
            _ => text.Insert(tag.Index, string.Concat(Enumerable.Repeat(tag.Value, random.Next(1, 80)))),
        });
    }

    private static byte[] ChangeText(byte[] body, Random random)
    {
        string text = Encoding.UTF8.GetString(body);
        string fragment = random.Next(2) == 0 ? Fragments[random.Next(Fragments.Length)] : Values[random.Next(Values.Length)];
        if (random.Next(2) == 0)
        {
            return Encoding.UTF8.GetBytes(text.Insert(random.Next(text.Length + 1), fragment));
        }

        // Replace a word or a number.
        MatchCollection words = Words().Matches(text);
        if (words.Count == 0)
        {
            return Encoding.UTF8.GetBytes(text + fragment);
        }

        Match word = words[random.Next(words.Count)];
        return Encoding.UTF8.GetBytes(text.Remove(word.Index, word.Length).Insert(word.Index, fragment));
    }

    private byte[] ChangeBytes(byte[] body, Random random)
    {
        int at = random.Next(body.Length + 1);
        int length = random.Next(Math.Min(body.Length - at, random.Next(2) == 0 ? 8 : 4000) + 1);
        byte[] other = others[random.Next(others.Count)];
        switch (random.Next(8))
        {
            case 0:
                byte[] flipped = [.. body];
                for (int i = random.Next(1, 8); i > 0 && flipped.Length > 0; i--)
                {
                    flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                }

                return flipped;
            case 1:
                byte[] noise = new byte[random.Next(16)];
                random.NextBytes(noise);
                return [.. body[..at], .. noise, .. body[at..]];
            case 2:
                return [.. body[..at], .. body[(at + length)..]];
            case 3:
                return [.. body[..(at + length)], .. body[at..]];
            case 4:
                return body[..at];
            case 5:
                return [.. body[..at], .. other[random.Next(other.Length + 1)..]];
            case 6:
                string text = Encoding.UTF8.GetString(body);
                return random.Next(3) switch
                {
                    0 => Encoding.Unicode.GetBytes(text),
                    1 => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
                    _ => [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)],
                };
            default:
                return [.. Encoding.UTF8.GetPreamble(), .. body];
        }
    }

    [GeneratedRegex(@"<(/?)([\w:]+)[^<>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"""[^""]*""|[\w.+-]+")]
    private static partial Regex Words();
}
