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
using JobStatus.Tests;
using Xunit;

namespace JobStatus.Services.Tests.Json;

/// <summary>Tests the limit on the number of values in a response, and that reading a large response can be canceled.</summary>
public sealed class ResponseLimitTests : ServiceTest
{
    private const int MaxMemory = 256 * 1024 * 1024;

    private static readonly CancellationToken Canceled = new(canceled: true);

    public static TheoryData<string> LargestJson => [.. LargestBody.Json.Select(body => body.Name)];

    public static TheoryData<string> LargestXml => [.. LargestBody.Xml.Select(body => body.Name)];

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
        Assert.Contains(LargestBody.TooMuchMemory, error.Problem, StringComparison.Ordinal);
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
            Assert.Contains(LargestBody.TooManyValues, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_document_with_too_many_values_is_an_unexpected_response()
    {
        string values = string.Join(',', Enumerable.Repeat("1", ResponseMemory.MaxValues));
        string text = $$"""{ "id": "1", "status": "RUNNING", "new": [{{values}}] }""";

        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(text));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains(LargestBody.TooManyValues, error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LargestJson))]
    public void The_largest_bodies_do_not_take_more_than_256_MiB(string name)
    {
        LargestBody body = LargestBody.Json.Single(body => body.Name == name);
        byte[] bytes = body.ToBytes();

        AssertMemory(bytes, body.Problem);
    }

    [Fact]
    public void The_largest_bodies_in_UTF_16_do_not_take_more_than_256_MiB()
    {
        byte[] latin = Encoding.Unicode.GetBytes($$"""{ "id": 1, "new": "{{new string('x', (LargestBody.MaxJson / 2) - 100)}}" }""");
        byte[] cyrillic = Encoding.Unicode.GetBytes($$"""{ "id": 1, "new": "{{new string('ж', (LargestBody.MaxJson / 2) - 100)}}" }""");
        byte[] chinese = Encoding.Unicode.GetBytes($$"""{ "id": 1, "new": "{{new string('漢', (LargestBody.MaxJson / 2) - 100)}}" }""");

        AssertMemory(latin, problem: null);
        AssertMemory(cyrillic, problem: null);
        AssertMemory(chinese, "larger than 64 MiB");
    }

    [Theory]
    [MemberData(nameof(LargestXml))]
    public void The_largest_XML_documents_do_not_take_more_than_256_MiB(string name)
    {
        LargestBody body = LargestBody.Xml.Single(body => body.Name == name);
        byte[] bytes = body.ToBytes();

        AssertMemory(() => Read(AlmaXml.Parse(bytes, bytes.Length, redactor: null, Token)), body.Problem);
    }

    [Fact]
    public void XML_with_many_names_does_not_take_more_than_256_MiB()
    {
        string elements = string.Concat(Enumerable.Range(0, 1_000_000).Select(number => $"<n{number}/>"));
        byte[] body = Encoding.ASCII.GetBytes($"<job_instance><id>1</id>{elements}</job_instance>");

        AssertMemory(() => Read(AlmaXml.Parse(body, body.Length, redactor: null, Token)), LargestBody.TooMuchMemory);
    }

    [Fact]
    public void XML_that_is_larger_than_16_MiB_is_not_read()
    {
        byte[] body = Encoding.ASCII.GetBytes($"<a>{new string('x', LargestBody.MaxXml)}</a>");

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
