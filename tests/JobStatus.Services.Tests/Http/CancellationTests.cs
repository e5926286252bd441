using System;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Requests;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class CancellationTests : ServiceTest
{
    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task Canceling_a_call_aborts_its_request(SandboxService service)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Hang });
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task<RemoteJob> read = ReadAsync(service, retries: 4, call: new CallContext(cancel.Token));
        await WithTimeout(Server.WaitForRequestAsync(request => IsJob(request, service), Token));
        await cancel.CancelAsync();

        OperationCanceledException canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(read));
        LoggedRequest request = await WithTimeout(Server.WaitForRequestEndAsync(request => IsJob(request, service), Token));
        Assert.Equal(LoggedRequest.ClientClosedRequest, request.Status);
        Assert.Equal(cancel.Token, canceled.CancellationToken);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task Canceling_a_call_ends_the_delay_before_a_retry()
    {
        InjectResponse("/demo", 503);
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task<RemoteJob> read = ReadAsync(SandboxService.Xplenty, retries: 4, call: new CallContext(cancel.Token));
        await WithTimeout(Clock.WhenTimerAsync(left => left < NoTimeout, Token));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(read));
        Assert.Single(Server.Requests);
        Assert.Empty(Clock.Timers);
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task A_call_that_is_canceled_before_it_starts_sends_no_request(SandboxService service)
    {
        using CancellationTokenSource cancel = new();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            WithTimeout(ReadAsync(service, call: new CallContext(cancel.Token))));

        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Canceling_a_call_aborts_its_token_request()
    {
        Server.InjectFault(new Fault { Path = "/webapi/oauth2", Kind = FaultKind.Hang });
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task<RemoteJob> read = ReadAsync(SandboxService.Alteryx, call: new CallContext(cancel.Token));
        await WithTimeout(Server.WaitForRequestAsync(_ => true, Token));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(read));
        Assert.Equal(LoggedRequest.ClientClosedRequest, (await WithTimeout(Server.WaitForRequestEndAsync(_ => true, Token))).Status);
    }

    [Fact]
    public async Task Canceling_a_call_does_not_cancel_the_token_request_that_another_call_needs()
    {
        InjectedFault hang = Server.InjectFault(new Fault { Path = "/webapi/oauth2", Kind = FaultKind.Hang });
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var client = Alteryx();

        Task<AlteryxJob> first = client.GetJobAsync(AlteryxJobId, true, new CallContext(cancel.Token));
        await WithTimeout(Server.WaitForRequestAsync(_ => true, Token));
        Task<AlteryxJob> second = client.GetJobAsync(AlteryxJobId, true, Call);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithTimeout(first));
        Server.RemoveFault(hang.Id);

        Assert.NotNull(await WithTimeout(second));
    }

    private static bool IsJob(LoggedRequest request, SandboxService service) =>
        request.Path.StartsWith(PathOf(service), StringComparison.Ordinal) && request.Method == "GET";
}
