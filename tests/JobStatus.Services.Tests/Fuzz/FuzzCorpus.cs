using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Services.Alma;
using JobStatus.Services.Documents;
using JobStatus.Services.Tests.Alma;
using JobStatus.Services.Xplenty;

namespace JobStatus.Services.Tests.Fuzz;

/// <summary>Example responses for each call. They come from the sandbox, including the documented examples, and from the tests.</summary>
internal sealed class FuzzCorpus
{
    private const string Json = "application/json";

    private static readonly string[] Errors =
    [
        """{"errorsExist":true,"errorList":{"error":[{"errorCode":"402218","errorMessage":"There is none.",""" +
            """ "trackingId":"E01-1"}]},"result":null}""",
        """{"errorsExist":false,"errorList":{"error":{"errorCode":1}}}""",
        """{"message":"The request is invalid.","modelState":{"limit":["Too large.","Not a number."]}}""",
        """{"data":null,"exceptionName":"NotFoundException","innerExceptionMessage":"","message":"The job was not found."}""",
        """{"message":"Item not found."}""",
        """{"error_message":"Item not found."}""",
        """{"error":"invalid_client","error_description":"The client is not known."}""",
        "\"Just a text.\"",
        "",
        "<html><body>Sign in</body></html>",
        "<!DOCTYPE html><html/>",
    ];

    private static readonly string[] Tokens =
    [
        """{"access_token":"given-token","token_type":"bearer","expires_in":3600}""",
        """{"access_token":"given","expires_in":"100.5",}""",
    ];

    private static readonly string XmlElement =
        ExampleResponses.AlmaXml[ExampleResponses.AlmaXml.IndexOf("<job_instance", StringComparison.Ordinal)..];

    private static readonly string[] Webhooks =
    [
        $$"""{"id":"1","action":"JOB_END","institution":{"value":"01X","desc":"X"},"time":"2025-01-01T00:00:00.000Z",""" +
            $$""" "job_instance":{{ExampleResponses.AlmaJson}}}""",
        $"<web_hook><id>1</id><action>JOB_END</action>{XmlElement}</web_hook>",
        $$"""{"total_record_count":1,"job_instance":[{{ExampleResponses.AlmaJson}}]}""",
        ExampleResponses.AlmaJson,
        ExampleResponses.AlmaXml,
        """<web_service_result xmlns="http://com/exlibris/urm/general/xmlbeans"><errorsExist>true</errorsExist>""" +
            "<errorList><error><errorCode>1</errorCode></error></errorList></web_service_result>",
    ];

    private static readonly string[] Hooks =
    [
        ExampleResponses.Xplenty,
        $$"""{"event":"job.completed","job":{{ExampleResponses.Xplenty}}}""",
        $$"""{"headers":{"X-Hook-Signature":"a"},"body":{{ExampleResponses.Xplenty}},"isBase64Encoded":false}""",
        """{"id":52,"name":"night","status":"available","nodes":2,"terminate_on_idle":1,"running_jobs_count":0}""",
        """{"message":"Item not found."}""",
    ];

    private static readonly string[] JobInformation =
    [
        "POST /almaws/v1/conf/jobs/M148?op=run\n<job><parameters><parameter><name>set_id</name><value>1</value></parameter></parameters></job>",
        """{"parameter":[{"name":{"value":"set_id"},"value":"1"},{"name":{"value":"task"},"value":null}]}""",
    ];

    private readonly Dictionary<string, FuzzExample[]> _examples;
    private readonly FuzzExample[] _errors;

    private FuzzCorpus(Dictionary<string, List<FuzzExample>> recorded)
    {
        recorded["Alma document"] = [.. Webhooks.Select(Example)];
        recorded["Alma API Information"] = [.. JobInformation.Select(Example)];
        recorded["Xplenty document"] = [.. Hooks.Select(Example)];
        recorded["Alma instance"].AddRange([Example(ExampleResponses.AlmaXml), Example(ExampleResponses.AlmaJson)]);
        recorded[MutatingTransport.TokenCall].AddRange(Tokens.Select(Example));
        _examples = recorded.ToDictionary(call => call.Key, call => call.Value.ToArray());
        _errors = [.. Errors.Select(Example), .. AlmaErrorTests.Bodies.Select(row => Example(row.Data.Item1))];
        Mutator = new Mutator([.. _examples.Values.SelectMany(examples => examples).Select(example => example.Body)]);
    }

    /// <summary>How each kind of document that does not come from a request is read.</summary>
    public static IReadOnlyDictionary<string, Func<string, IEnumerable<object?>>> Documents { get; } =
        new Dictionary<string, Func<string, IEnumerable<object?>>>
        {
            ["Alma document"] = text => ReadAll(AlmaClient.DocumentFormat, text),
            ["Alma API Information"] = static text => [AlmaApiInformation.Read(text)],
            ["Xplenty document"] = text => ReadAll(XplentyClient.DocumentFormat, text),
        };

    public Mutator Mutator { get; }

    public IReadOnlyList<string> Calls => [.. _examples.Keys.Order(StringComparer.Ordinal)];

    public static async Task<FuzzCorpus> RecordAsync(CancellationToken cancellationToken)
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Settings = new() { Strict = true } }, cancellationToken);
        using RecordingTransport transport = new();
        using FuzzClients clients = new(() => transport, sandbox.BaseUri, TimeProvider.System);
        foreach ((string name, Func<Task<IEnumerable<object?>>> call) in clients.Calls.All)
        {
            transport.Call = name;
            try
            {
                await call();
            }
            catch (JobServiceException)
            {
                // The response was recorded, and error responses are examples too.
            }
        }

        return new FuzzCorpus(transport.Responses);
    }

    /// <summary>Returns an example of a response to a call, and sometimes an example of an error.</summary>
    public FuzzExample Pick(string call, Random random)
    {
        FuzzExample[] from = random.Next(10) == 0 ? _errors : _examples[call];
        return from[random.Next(from.Length)];
    }

    // Reads the text as one document, and line by line as a log.
    private static List<object?> ReadAll(DocumentFormat format, string text)
    {
        List<object?> read = [];
        DocumentReader reader = new(format, read.AddRange, (_, error) => read.Add(error.Message));
        foreach (string line in text.Split('\n'))
        {
            reader.Read(line);
        }

        reader.Complete();
        read.AddRange(format.Read(text, DateTimeOffset.UnixEpoch));
        return read;
    }

    private static FuzzExample Example(string body) =>
        new(200, body.Contains('<', StringComparison.Ordinal) ? "application/xml" : Json, Encoding.UTF8.GetBytes(body));
}
