using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

public sealed class SandboxServeTests : SandboxTest
{
    [Fact]
    public async Task Serve_prints_the_address_and_the_environment_variables()
    {
        using StringWriter output = new();

        await ServeCommand.AnnounceAsync(Server, output);

        string origin = $"http://127.0.0.1:{Server.Port}";
        Assert.Equal(
            [
                $"Listening on {origin}",
                $"ALMA_BASE_URI={origin}",
                "ALMA_API_KEY=sandbox-alma-key",
                $"XPLENTY_BASE_URI={origin}",
                "XPLENTY_ACCOUNT_ID=demo",
                "XPLENTY_API_KEY=sandbox-xplenty-key",
                $"ALTERYX_BASE_URI={origin}/webapi",
                "ALTERYX_CLIENT_ID=sandbox-client",
                "ALTERYX_CLIENT_SECRET=sandbox-secret",
            ],
            output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Serve_runs_until_it_is_canceled()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using AnnouncementWriter output = new();

        Task<int> command = CommandLine.RunAsync(["serve", "--port", "0"], output, TextWriter.Null, stop.Token);
        string announced = await output.Written.WaitAsync(Token);
        string origin = announced.Split(Environment.NewLine)[0]["Listening on ".Length..];
        using HttpResponseMessage response = await GetAsync($"{origin}/almaws/v1/conf/test", AlmaKey);
        bool stoppedEarly = command.IsCompleted;
        await stop.CancelAsync();

        Assert.Equal(0, await command);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(stoppedEarly);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync($"{origin}/almaws/v1/conf/test"));
    }

    [Fact]
    public async Task Serve_can_start_in_strict_mode()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using AnnouncementWriter output = new();

        Task<int> command = CommandLine.RunAsync(["serve", "--strict", "--port", "0"], output, TextWriter.Null, stop.Token);
        string announced = await output.Written.WaitAsync(Token);
        string origin = announced.Split(Environment.NewLine)[0]["Listening on ".Length..];
        using HttpResponseMessage response = await GetAsync($"{origin}/almaws/v1/conf/test", AlmaKey);
        await stop.CancelAsync();

        Assert.Equal(0, await command);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith("Strict mode: ", (string?)(await JsonOf(response))["message"]);
    }

    [Fact]
    public async Task Serve_reports_that_a_port_is_in_use()
    {
        using StringWriter error = new();

        int code = await CommandLine.RunAsync(["serve", "--port", $"{Server.Port}"], TextWriter.Null, error, Token);

        Assert.Equal(1, code);
        Assert.Contains($"{Server.Port}", error.ToString());
    }

    [Theory]
    [InlineData]
    [InlineData("dance")]
    [InlineData("--port", "0")]
    [InlineData("serve", "--port")]
    [InlineData("serve", "--port", "many")]
    [InlineData("serve", "--port", "-1")]
    [InlineData("serve", "--port", "65536")]
    [InlineData("serve", "--prot", "0")]
    [InlineData("serve", "0")]
    public async Task Invalid_arguments_are_rejected(params string[] args)
    {
        using StringWriter error = new();

        int code = await CommandLine.RunAsync(args, TextWriter.Null, error, Token);

        Assert.Equal(2, code);
        Assert.NotEqual("", error.ToString());
    }

    [Fact]
    public async Task Help_is_written_to_standard_output()
    {
        using StringWriter output = new();

        int code = await CommandLine.RunAsync(["--help"], output, TextWriter.Null, Token);

        Assert.Equal(0, code);
        Assert.Contains("serve [--port N]", output.ToString());
    }

    [Fact]
    public async Task A_stopped_sandbox_can_be_stopped_again()
    {
        await Server.DisposeAsync();
        await Server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync("/"));
    }

    [Fact]
    public async Task The_sandbox_listens_on_the_loopback_address_and_a_free_port()
    {
        await using SandboxServer other = await SandboxServer.StartAsync(cancellationToken: Token);

        Assert.Equal("127.0.0.1", other.BaseUri.Host);
        Assert.NotEqual(Server.Port, other.Port);
    }

    /// <summary>A writer whose task completes with the text when it is flushed.</summary>
    private sealed class AnnouncementWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Written => _written.Task;

        public override Task FlushAsync()
        {
            _written.TrySetResult(ToString());
            return Task.CompletedTask;
        }
    }
}
