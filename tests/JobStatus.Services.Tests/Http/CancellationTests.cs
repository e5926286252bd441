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
    public async Task A_call_that_is_cancelled_drops_its_request(SandboxService service)
    {
        Server.InjectFault(new Fault { Path = PathOf(service), Kind = FaultKind.Hang });
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task<RemoteJob> read = ReadAsync(service, retries: 4, call: new CallContext(cancel.Token));
        await Soon(Server.WaitForRequestAsync(request => IsJob(request, service), Token));
        await cancel.CancelAsync();

        OperationCanceledException canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(read));
        LoggedRequest request = await Soon(Server.WaitForRequestEndAsync(request => IsJob(request, service), Token));
        Assert.Equal(LoggedRequest.ClientClosedRequest, request.Status);
        Assert.Equal(cancel.Token, canceled.CancellationToken);
        Assert.Empty(Clock.Timers);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_does_not_wait_for_its_retry()
    {
        Answer("/demo", 503);
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task<RemoteJob> read = ReadAsync(SandboxService.Xplenty, retries: 4, call: new CallContext(cancel.Token));
        await Soon(Clock.WhenTimerAsync(left => left < NoLimit, Token));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(read));
        Assert.Single(Server.Requests);
        Assert.Empty(Clock.Timers);
    }

    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task A_call_that_was_cancelled_before_it_began_sends_nothing(SandboxService service)
    {
        using CancellationTokenSource cancel = new();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(ReadAsync(service, call: new CallContext(cancel.Token))));

        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_waits_for_a_token_drops_that_request()
    {
        Server.InjectFault(new Fault { Path = "/webapi/oauth2", Kind = FaultKind.Hang });
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task<RemoteJob> read = ReadAsync(SandboxService.Alteryx, call: new CallContext(cancel.Token));
        await Soon(Server.WaitForRequestAsync(_ => true, Token));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(read));
        Assert.Equal(LoggedRequest.ClientClosedRequest, (await Soon(Server.WaitForRequestEndAsync(_ => true, Token))).Status);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_others_wait_for_the_same_token_leaves_them_theirs()
    {
        InjectedFault hang = Server.InjectFault(new Fault { Path = "/webapi/oauth2", Kind = FaultKind.Hang });
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var client = Alteryx();

        Task<AlteryxJob> first = client.GetJobAsync(AlteryxJobId, true, new CallContext(cancel.Token));
        await Soon(Server.WaitForRequestAsync(_ => true, Token));
        Task<AlteryxJob> second = client.GetJobAsync(AlteryxJobId, true, Call);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(first));
        Server.RemoveFault(hang.Id);

        Assert.NotNull(await Soon(second));
    }

    private static bool IsJob(LoggedRequest request, SandboxService service) =>
        request.Path.StartsWith(PathOf(service), StringComparison.Ordinal) && request.Method == "GET";
}
