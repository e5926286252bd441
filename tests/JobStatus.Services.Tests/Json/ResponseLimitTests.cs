using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Alma;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Json;

/// <summary>Tests the limit on the number of values in a response, and that reading a large response can be canceled.</summary>
public sealed class ResponseLimitTests : ServiceTest
{
    private const string TooManyValues = "1,000,000 values";
    private const string TooMuchMemory = "MiB of memory";
    private const int MaxMemory = 256 * 1024 * 1024;

    private const int MaxXml = 16 * 1024 * 1024;
    private const int MaxBody = (int)SizeLimitedStream.MaxBodyBytes;

    private static readonly CancellationToken Canceled = new(canceled: true);

    /// <summary>The beginning of a body, text to repeat up to the size limit, the end, and the expected error.</summary>
    public static TheoryData<string, string, string, string?> LargestBodies => new()
    {
        { """{ "id": 1, "new": [""", "{},", "{}] }", TooMuchMemory },
        { """{ "id": 1, "outputs": [""", "{},", "{}] }", TooMuchMemory },
        { """{ "id": 1, "new": [""", $$"""{ "a": "{{new string('x', 100)}}" },""", "{}] }", TooMuchMemory },
        { """{ "id": 1, "new": [""", "1,", "1] }", TooManyValues },
        { """{ "id": 1, "new": [""", $"\"{new string('x', 60)}\",", "1] }", TooMuchMemory },
        { """{ "id": 1, "errors": """ + "\"", "x", "\" }", null },
        { """{ "id": 1, "new": """ + "\"", "\\n", "\" }", null },
        { """{ "id": 1, "new": """ + "\"", "\\ud800", "\" }", null },
        { """{ "id": 1, "progress": """, "1", " }", null },
        { """{ "id": 1, "created_at": """ + "\"", "1", "\" }", null },
        { """{ "id": 1""", " ", "}", null },
    };

    [Theory]
    [InlineData(SandboxService.Alma, """{ "id": "1", "alert": [@] }""", "application/json")]
    [InlineData(SandboxService.Alma, """{ "id": "1", "new": [@] }""", "application/json")]
    [InlineData(SandboxService.Alma, "<job_instance><id>1</id>@</job_instance>", "application/xml")]
    [InlineData(SandboxService.Xplenty, """{ "id": 1, "outputs": [@] }""", "application/json")]
    [InlineData(SandboxService.Alteryx, """{ "id": "1", "messages": [@] }""", "application/json")]
    public async Task A_response_with_too_many_objects_is_an_unexpected_response(SandboxService service, string body, string contentType)
    {
        string values = body[0] == '<'
            ? string.Concat(Enumerable.Repeat("<a b=\"\"/>", ResponseMemory.MaxValues / 2))
            : string.Join(',', Enumerable.Repeat("{}", ResponseMemory.MaxValues));
        Server.InjectFault(
            new Fault
            {
                Path = PathOf(service),
                Kind = FaultKind.Body,
                Body = body.Replace("@", values, StringComparison.Ordinal),
                ContentType = contentType,
            });

        JobServiceException error = await GetErrorAsync(ReadAsync(service));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains(TooMuchMemory, error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ResponseMemory.MaxValues - 1, true)]
    [InlineData(ResponseMemory.MaxValues, false)]
    public void The_limit_includes_the_outermost_value(int itemCount, bool isAccepted)
    {
        byte[] json = Encoding.ASCII.GetBytes($"[{string.Join(',', Enumerable.Repeat('1', itemCount))}]");

        if (isAccepted)
        {
            using var tree = ResponseTree.Parse(new(json), cancellationToken: Token);
            Assert.Equal(itemCount, Assert.IsType<object?[]>(tree.GetPlainValue(0)).Length);
        }
        else
        {
            InvalidDataException error =
                Assert.Throws<InvalidDataException>(() => ResponseTree.Parse(new(json), cancellationToken: Token));
            Assert.Contains(TooManyValues, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_document_with_too_many_values_is_an_unexpected_response()
    {
        string values = string.Join(',', Enumerable.Repeat("1", ResponseMemory.MaxValues));
        string text = $$"""{ "id": "1", "status": "RUNNING", "new": [{{values}}] }""";

        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(text));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains(TooManyValues, error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LargestBodies))]
    public void The_largest_bodies_do_not_take_more_than_256_MiB(string start, string repeated, string end, string? problem)
    {
        byte[] body = Repeat(start, repeated, end);

        AssertMemory(body, problem);
    }

    [Fact]
    public void The_largest_bodies_in_UTF_16_do_not_take_more_than_256_MiB()
    {
        byte[] latin = Encoding.Unicode.GetBytes($$"""{ "id": 1, "new": "{{new string('x', (MaxBody / 2) - 100)}}" }""");
        byte[] cyrillic = Encoding.Unicode.GetBytes($$"""{ "id": 1, "new": "{{new string('ж', (MaxBody / 2) - 100)}}" }""");
        byte[] chinese = Encoding.Unicode.GetBytes($$"""{ "id": 1, "new": "{{new string('漢', (MaxBody / 2) - 100)}}" }""");

        AssertMemory(latin, problem: null);
        AssertMemory(cyrillic, problem: null);
        AssertMemory(chinese, "larger than 64 MiB");
    }

    [Theory]
    [InlineData("<a/>", TooMuchMemory)]
    [InlineData("<a b=\"\"/>", TooMuchMemory)]
    [InlineData("<a>x</a>", TooMuchMemory)]
    [InlineData("<![CDATA[x]]>", TooMuchMemory)]
    [InlineData("x", null)]
    [InlineData("&lt;", null)]
    [InlineData("<!---->", null)]
    public void The_largest_XML_documents_do_not_take_more_than_256_MiB(string repeated, string? problem)
    {
        byte[] body = Repeat("<job_instance><id>1</id><new>", repeated, "</new></job_instance>", MaxXml);

        AssertMemory(() => Read(AlmaXml.Parse(body, body.Length, redactor: null, Token)), problem);
    }

    [Fact]
    public void XML_with_many_names_does_not_take_more_than_256_MiB()
    {
        string elements = string.Concat(Enumerable.Range(0, 1_000_000).Select(number => $"<n{number}/>"));
        byte[] body = Encoding.ASCII.GetBytes($"<job_instance><id>1</id>{elements}</job_instance>");

        AssertMemory(() => Read(AlmaXml.Parse(body, body.Length, redactor: null, Token)), TooMuchMemory);
    }

    [Fact]
    public void XML_that_is_larger_than_16_MiB_is_not_read()
    {
        byte[] body = Repeat("<a>", "x", "</a>", MaxXml + 1);

        InvalidDataException error =
            Assert.Throws<InvalidDataException>(() => AlmaXml.Parse(body, body.Length, redactor: null, Token));

        Assert.Contains("larger than 16 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_of_any_length_becomes_a_line_of_limited_length()
    {
        string line = DisplayText.OneLine(string.Concat(Enumerable.Repeat("x\n", 10_000_000)))!;

        Assert.InRange(line.Length, 10_000, 10_002);
        Assert.EndsWith("x x…", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Parsing_can_be_canceled()
    {
        byte[] json = Encoding.ASCII.GetBytes($"[{string.Join(',', Enumerable.Repeat("{}", 100_000))}]");
        byte[] xml = Encoding.ASCII.GetBytes($"<a>{string.Concat(Enumerable.Repeat("<b/>", 100_000))}</a>");

        Assert.Throws<OperationCanceledException>(() => ResponseTree.Parse(new(json), cancellationToken: Canceled));
        Assert.Throws<OperationCanceledException>(() => AlmaXml.Parse(xml, xml.Length, redactor: null, Canceled));
    }

    [Fact]
    public void Reading_can_be_canceled_between_two_objects()
    {
        using CancellationTokenSource cancellation = new();
        using var tree = ResponseTree.Parse(new("[{},{},{}]"u8.ToArray()), cancellationToken: cancellation.Token);
        List<int> read = [];

        Assert.Throws<OperationCanceledException>(() => tree.Root.OwnList(
            _ =>
            {
                read.Add(1);
                cancellation.Cancel();
                return "item";
            },
            out _));
        Assert.Single(read);
        Assert.Throws<OperationCanceledException>(() => tree.GetPlainValue(0));
    }

    [Fact]
    public void Searching_for_a_field_can_be_canceled()
    {
        using CancellationTokenSource cancellation = new();
        using var tree = ResponseTree.Parse(new("{}"u8.ToArray()), cancellationToken: cancellation.Token);
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => tree.Object.Text("field"));
    }

    private static byte[] Repeat(string start, string repeated, string end, int length = MaxBody)
    {
        byte[] part = Encoding.ASCII.GetBytes(repeated);
        byte[] body = new byte[length];
        body.AsSpan().Fill((byte)' ');
        int at = Encoding.ASCII.GetBytes(start, body);
        while (at + part.Length + end.Length <= length)
        {
            part.CopyTo(body, at);
            at += part.Length;
        }

        Encoding.ASCII.GetBytes(end, body.AsSpan(at));
        return body;
    }

    private static object Read(ResponseTree tree)
    {
        using (tree)
        {
            return tree.Root.AdditionalData;
        }
    }

    private static void AssertMemory(byte[] body, string? problem)
    {
        using MemoryStream stream = new(body);
        using SizeLimitedStream limited = new(stream, SizeLimitedStream.MaxBodyBytes);
        ServiceResponse response = new(limited, "application/json") { Redactor = new SecretRedactor(() => ["canary-key-1"]) };

        // The stream is in memory, so everything runs on this thread.
        AssertMemory(
            () => JsonResponse.ReadAsync(
                response, parser: null, tree => XplentyReader.Job(tree, "1", ConnectionName, default), Token).AsTask().Result,
            problem);
    }

    // What is allocated is at least what is used at any time.
    private static void AssertMemory(Func<object> read, string? problem)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exception? error = Record.Exception(read);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, MaxMemory);
        if (problem is null)
        {
            Assert.Null(error);
        }
        else
        {
            Assert.Contains(problem, Assert.IsType<InvalidDataException>(error!.GetBaseException()).Message, StringComparison.Ordinal);
        }
    }
}
