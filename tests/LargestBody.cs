using System;
using System.Collections.Generic;
using System.Text;

namespace JobStatus.Tests;

/// <summary>Responses that are as large as the size limit, and take much memory or time. They are pure ASCII.</summary>
/// <param name="Name">What the body contains.</param>
/// <param name="Start">The beginning of the body.</param>
/// <param name="Repeated">The text to repeat up to the size limit.</param>
/// <param name="End">The end of the body.</param>
/// <param name="Problem">A part of the error, or null if the body is read.</param>
internal sealed record LargestBody(string Name, string Start, string Repeated, string End, string? Problem)
{
    public const string TooManyValues = "1,000,000 values";
    public const string TooMuchMemory = "MiB of memory";
    public const int MaxXml = 16 * 1024 * 1024;
    public const int MaxJson = 64 * 1024 * 1024;

    /// <summary>Xplenty jobs.</summary>
    public static IReadOnlyList<LargestBody> Json { get; } =
    [
        new("empty objects", """{ "id": 1, "new": [""", "{},", "{}] }", TooMuchMemory),
        new("empty outputs", """{ "id": 1, "outputs": [""", "{},", "{}] }", TooMuchMemory),
        new(
            "objects with a text",
            """{ "id": 1, "new": [""",
            $$"""{ "a": "{{new string('x', 100)}}" },""",
            "{}] }",
            TooMuchMemory),
        new("numbers", """{ "id": 1, "new": [""", "1,", "1] }", TooManyValues),
        new("texts", """{ "id": 1, "new": [""", $"\"{new string('x', 60)}\",", "1] }", TooMuchMemory),
        new("one error text", """{ "id": 1, "errors": """ + "\"", "x", "\" }", null),
        new("one text of line breaks", """{ "id": 1, "new": """ + "\"", "\\n", "\" }", null),
        new("one text of lone surrogates", """{ "id": 1, "new": """ + "\"", "\\ud800", "\" }", null),
        new("one number", """{ "id": 1, "progress": """, "1", " }", null),
        new("one time", """{ "id": 1, "created_at": """ + "\"", "1", "\" }", null),
        new("white space", """{ "id": 1""", " ", "}", null),
    ];

    /// <summary>Alma job instances.</summary>
    public static IReadOnlyList<LargestBody> Xml { get; } =
    [
        CreateXml("elements", "<a/>", TooMuchMemory),
        CreateXml("attributes", "<a b=\"\"/>", TooMuchMemory),
        CreateXml("elements with a text", "<a>x</a>", TooMuchMemory),
        CreateXml("CDATA sections", "<![CDATA[x]]>", TooMuchMemory),
        CreateXml("one text", "x", null),
        CreateXml("entities", "&lt;", null),
        CreateXml("comments", "<!---->", null),
    ];

    public override string ToString() => Name;

    public byte[] ToBytes()
    {
        byte[] body = new byte[Start[0] == '<' ? MaxXml : MaxJson];
        body.AsSpan().Fill((byte)' ');
        byte[] repeated = Encoding.ASCII.GetBytes(Repeated);
        int at = Encoding.ASCII.GetBytes(Start, body);
        while (at + repeated.Length + End.Length <= body.Length)
        {
            repeated.CopyTo(body, at);
            at += repeated.Length;
        }

        Encoding.ASCII.GetBytes(End, body.AsSpan(at));
        return body;
    }

    private static LargestBody CreateXml(string name, string repeated, string? problem) =>
        new($"XML: {name}", "<job_instance><id>1</id><new>", repeated, "</new></job_instance>", problem);
}
