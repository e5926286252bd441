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
using JobStatus.Services.Json;
using Xunit;

namespace JobStatus.Services.Tests.Json;

/// <summary>Tests the limit on the number of values in a response, and that reading a large response can be canceled.</summary>
public sealed class ResponseLimitTests : ServiceTest
{
    private const string Problem = "1,000,000 values";

    private static readonly CancellationToken Canceled = new(canceled: true);

    [Theory]
    [InlineData(SandboxService.Alma, """{ "id": "1", "alert": [@] }""", "application/json")]
    [InlineData(SandboxService.Alma, """{ "id": "1", "new": [@] }""", "application/json")]
    [InlineData(SandboxService.Alma, "<job_instance><id>1</id>@</job_instance>", "application/xml")]
    [InlineData(SandboxService.Xplenty, """{ "id": 1, "outputs": [@] }""", "application/json")]
    [InlineData(SandboxService.Alteryx, """{ "id": "1", "messages": [@] }""", "application/json")]
    public async Task A_response_with_too_many_values_is_an_unexpected_response(SandboxService service, string body, string contentType)
    {
        string values = body[0] == '<'
            ? string.Concat(Enumerable.Repeat("<a b=\"\"/>", ResponseTree.MaxValues / 2))
            : string.Join(',', Enumerable.Repeat("{}", ResponseTree.MaxValues));
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
        Assert.Contains(Problem, error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ResponseTree.MaxValues - 1, true)]
    [InlineData(ResponseTree.MaxValues, false)]
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
            Assert.Contains(Problem, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_document_with_too_many_values_is_an_unexpected_response()
    {
        string values = string.Join(',', Enumerable.Repeat("1", ResponseTree.MaxValues));
        string text = $$"""{ "id": "1", "status": "RUNNING", "new": [{{values}}] }""";

        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaClient.ReadDocument(text));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains(Problem, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Parsing_can_be_canceled()
    {
        byte[] json = Encoding.ASCII.GetBytes($"[{string.Join(',', Enumerable.Repeat("{}", 100_000))}]");
        byte[] xml = Encoding.ASCII.GetBytes($"<a>{string.Concat(Enumerable.Repeat("<b/>", 100_000))}</a>");

        Assert.Throws<OperationCanceledException>(() => ResponseTree.Parse(new(json), isXml: false, Canceled));
        Assert.Throws<OperationCanceledException>(() => AlmaXml.Parse(xml, xml.Length, Canceled));
    }

    [Fact]
    public void Reading_can_be_canceled_between_two_objects()
    {
        using CancellationTokenSource cancellation = new();
        using var tree = ResponseTree.Parse(new("[{},{},{}]"u8.ToArray()), isXml: false, cancellation.Token);
        List<int> read = [];

        Assert.Throws<OperationCanceledException>(() => tree.GetList(_ =>
        {
            read.Add(1);
            cancellation.Cancel();
            return "item";
        }));
        Assert.Single(read);
        Assert.Throws<OperationCanceledException>(() => tree.GetPlainValue(0));
    }
}
