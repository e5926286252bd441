using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Http;
using JobStatus.Services.Xplenty;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class RedirectTests : ServiceTest
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_the_same_server_is_followed_with_the_key(int status)
    {
        Redirect(status, $"{Server.BaseUri}demo/api/jobs/201");

        XplentyJob job = await Xplenty().GetJobAsync("157", Call);

        Assert.Equal("157", job.Id);
        Assert.Equal(201L, job.AdditionalData["id"]);
        Assert.Equal(["/demo/api/jobs/157", "/demo/api/jobs/201"], Server.Requests.Select(request => request.Path));
        Assert.All(Server.Requests, request => Assert.Equal("Basic", request.AuthorizationScheme));
    }

    [Theory]
    [InlineData("/demo/api/jobs/201")]
    [InlineData("201")]
    [InlineData("../../../demo/api/jobs/201?include=log_summary")]
    public async Task A_redirect_can_be_relative(string location)
    {
        Redirect(302, location);

        Assert.Equal(201L, (await Xplenty().GetJobAsync("157", Call)).AdditionalData["id"]);
    }

    [Fact]
    public async Task A_redirect_to_another_port_is_rejected_and_nothing_is_sent_to_it()
    {
        await using RawServer other = await RawServer.StartAsync(_ => Task.CompletedTask, Token);
        Redirect(302, $"{other.BaseUri}demo/api/jobs/157");

        JobServiceException error = await GetErrorAsync(Xplenty(retries: 3).GetJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.UntrustedServer, error.Kind);
        Assert.Equal(302, error.StatusCode);
        Assert.Contains("Xplenty job 157", error.Problem, StringComparison.Ordinal);
        Assert.Contains($"{other.BaseUri.Host}:{other.BaseUri.Port}", error.Problem, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("https://{0}/demo/api/jobs/157")]
    [InlineData("//localhost:{1}/demo/api/jobs/157")]
    [InlineData("http://example.org/")]
    [InlineData("http://127.0.0.1.example.org:{1}/")]
    [InlineData("http://user@example.org:{1}/")]
    [InlineData("ftp://{0}/")]
    [InlineData("file:///etc/hostname")]
    [InlineData("javascript:void(0)")]
    public async Task A_redirect_to_another_scheme_or_host_is_rejected(string location)
    {
        Redirect(302, string.Format(System.Globalization.CultureInfo.InvariantCulture, location, $"127.0.0.1:{Server.Port}", Server.Port));

        JobServiceException error = await GetErrorAsync(Xplenty(retries: 3).GetJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.UntrustedServer, error.Kind);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_redirect_of_the_token_request_is_not_followed()
    {
        await using RawServer other = await RawServer.StartAsync(_ => Task.CompletedTask, Token);
        Server.InjectFault(new Fault
        {
            Path = "/webapi/oauth2",
            Kind = FaultKind.Status,
            Status = 307,
            Headers = new Dictionary<string, string> { ["Location"] = $"{other.BaseUri}webapi/oauth2/token" },
        });

        JobServiceException error = await GetErrorAsync(ReadAsync(SandboxService.Alteryx));

        Assert.Equal(JobServiceErrorKind.UntrustedServer, error.Kind);
        Assert.Equal(307, error.StatusCode);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_second_redirect_is_checked_like_the_first()
    {
        await using RawServer other = await RawServer.StartAsync(_ => Task.CompletedTask, Token);
        Redirect(302, "/demo/api/jobs/201");
        Redirect(302, other.BaseUri.ToString());

        JobServiceException error = await GetErrorAsync(Xplenty().GetJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.UntrustedServer, error.Kind);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_redirect_loop_ends_with_an_error()
    {
        Redirect(302, "/demo/api/jobs/157", Fault.UntilRemoved);

        JobServiceException error = await GetErrorAsync(Xplenty(retries: 3).GetJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(302, error.StatusCode);
        Assert.Equal($"Xplenty job 157: {Server.BaseUri.Host} redirected more than 5 times.", error.Problem);
        Assert.Equal(6, Server.Requests.Count);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(302)]
    [InlineData(304)]
    public async Task A_redirect_without_a_location_is_an_unexpected_response(int status)
    {
        InjectResponse("/demo", status);

        JobServiceException error = await GetErrorAsync(Xplenty().GetJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(status, error.StatusCode);
    }

    [Theory]
    [InlineData("http://")]
    [InlineData("http://[")]
    [InlineData("http:///")]
    [InlineData("//")]
    public async Task A_redirect_with_an_invalid_location_is_reported_as_an_error(string location)
    {
        Redirect(302, location);

        JobServiceException error = await GetErrorAsync(Xplenty().GetJobAsync("157", Call));

        Assert.Equal(302, error.StatusCode);
    }

    [Fact]
    public async Task An_action_request_is_not_redirected_to_another_server()
    {
        await using RawServer other = await RawServer.StartAsync(_ => Task.CompletedTask, Token);
        Redirect(307, $"{other.BaseUri}demo/api/jobs/157");

        JobServiceException error = await GetErrorAsync(Xplenty(retries: 3).StopJobAsync("157", Call));

        Assert.Equal(JobServiceErrorKind.UntrustedServer, error.Kind);
        Assert.Empty(other.Requests);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_link_in_a_response_is_never_requested()
    {
        await using RawServer other = await RawServer.StartAsync(_ => Task.CompletedTask, Token);
        await using RawServer server = await RawServer.StartAsync(
            context => context.Response.WriteAsync(
                $$"""{ "status": "completed", "url": "{{other.BaseUri}}", "log_url": "{{other.BaseUri}}" }"""),
            Token);
        XplentyClient client = Track(new XplentyClient(Options(server.BaseUri), "demo", SecureStrings.From("canary-key")));

        XplentyJob job = await client.GetJobAsync("157", Call);

        Assert.Equal(other.BaseUri, job.Url);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData(302, "/other", null)]
    [InlineData(302, "https://EXAMPLE.org:443/other", null)]
    [InlineData(200, "https://example.net/", null)]
    [InlineData(302, "https://example.net/", "https://example.net")]
    [InlineData(302, "http://example.org/", "http://example.org")]
    [InlineData(302, "https://example.org:8443/", "https://example.org:8443")]
    public void Only_another_scheme_host_or_port_is_another_server(int status, string location, string? other)
    {
        Uri address = new("https://example.org/api/");
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        using HttpResponseMessage response = new((HttpStatusCode)status) { RequestMessage = request };
        response.Headers.TryAddWithoutValidation("Location", location);

        Assert.Equal(other, Redirects.GetOtherServer(response, address));
    }

    private void Redirect(int status, string location, int count = 1) =>
        Server.InjectFault(new Fault
        {
            Path = "/demo",
            Kind = FaultKind.Status,
            Status = status,
            Count = count,
            Headers = new Dictionary<string, string> { ["Location"] = location },
        });
}
