using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Lists;
using Xunit;

namespace JobStatus.Services.Tests.Alteryx;

/// <summary>Tests what errors recommend if the address is not the Web API Address of an Alteryx Server.</summary>
public sealed class AlteryxAddressTests : ServiceTest
{
    private const string Html = "<html><body>Welcome</body></html>";

    [Theory]
    [InlineData("https://alteryx.example", "https://alteryx.example/webapi")]
    [InlineData("https://alteryx.example:8443/", "https://alteryx.example:8443/webapi")]
    [InlineData("https://alteryx.example/gallery", "https://alteryx.example/webapi")]
    [InlineData("https://alteryx.example/Gallery/", "https://alteryx.example/webapi")]
    [InlineData("https://alteryx.example/gallery/api/v1", "https://alteryx.example/webapi")]
    [InlineData("https://alteryx.example/webapi/swagger", "https://alteryx.example/webapi")]
    [InlineData("https://alteryx.example/webapi/v3", "https://alteryx.example/webapi")]
    [InlineData("https://proxy.example/alteryx/gallery", "https://proxy.example/alteryx/webapi")]
    [InlineData("https://alteryx.example/other", "https://alteryx.example/webapi")]
    public async Task The_usual_address_is_recommended(string address, string usual)
    {
        foreach ((int status, JobServiceErrorKind kind) in new[]
        {
            (404, JobServiceErrorKind.JobNotFound), (405, JobServiceErrorKind.NotSupportedByServer),
            (200, JobServiceErrorKind.UnexpectedResponse),
        })
        {
            JobServiceException error = await GetErrorAsync(
                WithToken(address, status).GetJobAsync(AlteryxJobId, includeMessages: true, Call));

            Assert.Equal(kind, error.Kind);
            Assert.StartsWith(
                $"Connect with the Web API Address of the Server, which is probably {usual}.",
                error.RecommendedAction,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task The_token_endpoint_of_another_address_is_no_sign_of_an_old_Server(int status)
    {
        JobServiceException error = await GetErrorAsync(
            WithSecret("https://alteryx.example/gallery", status).GetJobAsync(AlteryxJobId, includeMessages: true, Call));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(
            "Connect with the Web API Address of the Server, which is probably https://alteryx.example/webapi.", error.RecommendedAction);
    }

    [Theory]
    [InlineData("https://alteryx.example/webapi")]
    [InlineData("https://alteryx.example/webapi/")]
    [InlineData("https://alteryx.example/WebApi//")]
    public async Task The_usual_address_is_not_questioned(string address)
    {
        JobServiceException missing = await GetErrorAsync(WithToken(address, 404).GetJobAsync(AlteryxJobId, includeMessages: true, Call));
        JobServiceException noToken = await GetErrorAsync(WithSecret(address, 405).GetJobAsync(AlteryxJobId, includeMessages: true, Call));
        JobServiceException tooOld = await GetErrorAsync(ListQueueAsync(WithToken(address, 404)));
        JobServiceException noTokenForQueue = await GetErrorAsync(ListQueueAsync(WithSecret(address, 405)));
        JobServiceException noList = await GetErrorAsync(WithToken(address, 404).GetWorkflowsAsync(name: null, Call));

        Assert.StartsWith("Check the id", missing.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, noToken.Kind);
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, noTokenForQueue.Kind);
        Assert.StartsWith("Alteryx returned no access token: HTTP 405", noTokenForQueue.Problem, StringComparison.Ordinal);
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, noList.Kind);
        Assert.Equal(JobServiceErrorKind.NotSupportedByServer, tooOld.Kind);
        Assert.Contains("this Server version cannot list the queue", tooOld.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    public async Task A_queue_that_another_address_does_not_have_is_no_sign_of_an_old_Server(int status)
    {
        JobServiceException error = await GetErrorAsync(ListQueueAsync(WithToken("https://alteryx.example", status)));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains("https://alteryx.example/webapi", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("Server version", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task A_test_of_the_connection_recommends_the_usual_address_and_mentions_no_id(int status)
    {
        ConnectionTestResult result = await WithToken("https://alteryx.example", status)
            .TestAsync(error => error.WithRecommendedAction().Message, Call);

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, result.ErrorKind);
        Assert.EndsWith("which is probably https://alteryx.example/webapi.", result.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://us1.alteryxcloud.com/webapi", 404)]
    [InlineData("https://us1.alteryxcloud.com", 401)]
    [InlineData("https://ALTERYXCLOUD.com/gallery", 403)]
    [InlineData("https://us1.alteryxcloud.com", 200)]
    public async Task An_address_of_Alteryx_One_is_recognized(string address, int status)
    {
        foreach (AlteryxClient client in new[] { WithToken(address, status), WithSecret(address, status) })
        {
            JobServiceException error = await GetErrorAsync(client.GetJobAsync(AlteryxJobId, includeMessages: true, Call));
            JobServiceException queue = await GetErrorAsync(ListQueueAsync(client));

            Assert.Equal(error.RecommendedAction, queue.RecommendedAction);
            Assert.StartsWith(
                "The address belongs to Alteryx One, which has another API.", error.RecommendedAction, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://us1.alteryxcloud.com", 503)]
    [InlineData("https://us1.alteryxcloud.com", 407)]
    [InlineData("https://notalteryxcloud.com/webapi", 404)]
    [InlineData("https://alteryx.example/gallery", 401)]
    [InlineData("https://alteryx.example/gallery", 500)]
    public async Task Other_errors_do_not_mention_the_address(string address, int status)
    {
        JobServiceException error = await GetErrorAsync(WithToken(address, status).GetJobAsync(AlteryxJobId, includeMessages: true, Call));

        Assert.DoesNotContain("Web API", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("Alteryx One", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alteryx.example", "https://alteryx.example/webapi")]
    [InlineData("alteryx.example/gallery", "https://alteryx.example/webapi")]
    [InlineData("alteryx.example:8443", "https://alteryx.example:8443/webapi")]
    [InlineData("localhost", "https://localhost/webapi")]
    [InlineData("https://alteryx.example/gallery/#!/app/66ebd18d3d6200007e000d00", "https://alteryx.example/webapi")]
    public void A_host_without_a_scheme_and_the_address_of_a_page_are_completed(string address, string usual)
    {
        JobServiceException error = Create(address);

        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
        Assert.EndsWith($"which is probably {usual}.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://user:canary-key@alteryx.example/gallery")]
    [InlineData("alteryx.example?key=canary-key")]
    [InlineData("ftp://alteryx.example")]
    [InlineData("/gallery")]
    public void Other_addresses_are_not_completed(string address)
    {
        JobServiceException error = Create(address);

        Assert.DoesNotContain("probably", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-key", error.Message, StringComparison.Ordinal);
    }

    private static JobServiceException Create(string address) => Assert.Throws<JobServiceException>(() =>
        new AlteryxClient(new ConnectionOptions("tests", new Uri(address, UriKind.RelativeOrAbsolute)), SecureStrings.From("token")));

    private Task ListQueueAsync(AlteryxClient client) =>
        client.ListJobsAsync(new AlteryxJobQuery(), ListRange.All, new Receiver(), Call);

    private AlteryxClient WithToken(string address, int status) =>
        Track(new AlteryxClient(Options(address, status), SecureStrings.From("some-token")));

    private AlteryxClient WithSecret(string address, int status) =>
        Track(new AlteryxClient(Options(address, status), "client", SecureStrings.From("some-secret")));

    private ConnectionOptions Options(string address, int status) => new("tests", new Uri(address))
    {
        MaximumRetryCount = 0,
        Time = Clock,
        Transport = () => new FixedResponse((HttpStatusCode)status),
    };

    private sealed class FixedResponse(HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status)
            {
                Content = new StringContent(Html, System.Text.Encoding.UTF8, "text/html"),
                RequestMessage = request,
            });
    }

    private sealed class Receiver : IListReceiver<AlteryxJob>
    {
        public void OnTotal(long total)
        {
        }

        public Task OnItemsAsync(IReadOnlyList<AlteryxJob> items) => Task.CompletedTask;
    }
}
