using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Services.Alma;
using JobStatus.Services.Lists;
using Xunit;

namespace JobStatus.Services.Tests.Http;

/// <summary>Tests responses with status 200 that do not contain the requested details of a job.</summary>
public sealed class UnexpectedDetailTests : ServiceTest
{
    private const string Log = "log";
    private const string Preview = "preview";
    private const string RateLimit = "rate limit";
    private const string Watchers = "watchers";
    private const string Messages = "messages";
    private const string Questions = "questions";

    private static readonly string[] All = [Log, Preview, RateLimit, Watchers, Messages, Questions];

    public static TheoryData<string, string, string> Bodies => new(All.SelectMany(
        detail => new[]
        {
            (detail, """{"message":"Something failed"}""", "HTTP 200: Something failed"),
            (detail, """{"id":201,"status":"completed","url":"/"}""", string.Empty),
            (detail, "{}", string.Empty),
            (detail, "[1,2]", "does not contain the requested data"),
            (detail, "[{},{}]", "does not contain the requested data"),
        }));

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_response_without_the_requested_data_is_an_unexpected_response(string detail, string body, string text)
    {
        Inject(detail, body);

        JobServiceException error = await GetErrorAsync(CountAsync(detail));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(200, error.StatusCode);
        Assert.Contains(text, error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Log, """{"body":null}""", 1)]
    [InlineData(Preview, """{"preview":null}""", 0)]
    [InlineData(RateLimit, """{"limits":{"limit":5000}}""", 1)]
    [InlineData(Watchers, "[]", 0)]
    [InlineData(Messages, "[]", 0)]
    [InlineData(Messages, "null", 0)]
    [InlineData(Messages, """{"messages":null}""", 0)]
    [InlineData(Messages, """{"messages":[]}""", 0)]
    [InlineData(Messages, """{"status":3,"text":"No disk."}""", 1)]
    [InlineData(Questions, "[]", 0)]
    public async Task A_response_with_an_empty_value_is_accepted(string detail, string body, int count)
    {
        Inject(detail, body);

        Assert.Equal(count, await CountAsync(detail));
        Assert.Empty(Warnings);
    }

    [Theory]
    [InlineData(Watchers, """{"id":5}""")]
    [InlineData(Messages, """{"text":"No disk."}""")]
    [InlineData(Questions, """{"name":"Region"}""")]
    public async Task Items_without_a_known_field_are_left_out_with_a_warning(string detail, string item)
    {
        Inject(detail, $"[{item},{{}},1]");

        Assert.Equal(1, await CountAsync(detail));
        Assert.EndsWith(
            ": 2 items of the list have no known field and were left out.", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, JobServiceErrorKind.UnexpectedResponse)]
    [InlineData(400, JobServiceErrorKind.InvalidRequest)]
    [InlineData(401, JobServiceErrorKind.AuthenticationFailed)]
    [InlineData(403, JobServiceErrorKind.AccessDenied)]
    [InlineData(404, JobServiceErrorKind.JobNotFound)]
    [InlineData(409, JobServiceErrorKind.ResourceBusy)]
    [InlineData(500, JobServiceErrorKind.ServiceUnavailable)]
    public async Task The_error_of_a_gateway_in_front_of_Alma_contains_its_text(int status, JobServiceErrorKind kind)
    {
        InjectResponse("/almaws", status, """{"message":"The gateway refused."}""");

        JobServiceException run = await GetErrorAsync(ReadAsync(SandboxService.Alma));
        JobServiceException list = await GetErrorAsync(
            Alma().ListJobsAsync(new AlmaJobQuery(), null, ListRange.All, new Receiver(), Call));

        Assert.Equal(kind, run.Kind);
        Assert.Contains($"HTTP {status}: The gateway refused. (http", run.Problem, StringComparison.Ordinal);

        // The list has no id that could be wrong.
        Assert.Equal(status == 404 ? JobServiceErrorKind.UnexpectedResponse : kind, list.Kind);
        Assert.Contains($"HTTP {status}: The gateway refused. (http", list.Problem, StringComparison.Ordinal);
    }

    private void Inject(string detail, string body) =>
        InjectResponse(PathOf(detail is Messages or Questions ? SandboxService.Alteryx : SandboxService.Xplenty), 200, body);

    private async Task<int> CountAsync(string detail)
    {
        switch (detail)
        {
            case Log:
                await Xplenty().GetLogAsync("157", Call);
                return 1;
            case Preview:
                return (await Xplenty().GetOutputPreviewAsync("157", 1, Call)).Count;
            case RateLimit:
                await Xplenty().GetRateLimitAsync(Call);
                return 1;
            case Watchers:
                return (await Xplenty().GetWatchersAsync("157", Call)).Count;
            case Messages:
                return (await Alteryx().GetMessagesAsync(AlteryxJobId, Call)).Count;
            default:
                return (await Alteryx().GetQuestionsAsync("66f00000000000000000a001", Call)).Count;
        }
    }

    private sealed class Receiver : IListReceiver<AlmaJob>
    {
        public void OnTotal(long total)
        {
        }

        public Task OnItemsAsync(IReadOnlyList<AlmaJob> items) => Task.CompletedTask;
    }
}
