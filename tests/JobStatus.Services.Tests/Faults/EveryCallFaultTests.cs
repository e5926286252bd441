using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Tests.Fuzz;
using Xunit;

namespace JobStatus.Services.Tests.Faults;

/// <summary>
/// Tests that every call of the clients reports the most common faults as the error in docs/reliability.md. The fault tables test
/// all faults, with the calls for jobs.
/// </summary>
public sealed class EveryCallFaultTests : ServiceTest
{
    // The test of a connection returns its error, and does not throw it.
    private static readonly string[] Calls =
        [.. new FuzzCalls(null!, null!, null!).All.Keys.Where(name => !name.EndsWith(" test", StringComparison.Ordinal))];

    private static readonly (Fault Fault, JobServiceErrorKind Kind)[] Faults =
    [
        (Status(401), JobServiceErrorKind.AuthenticationFailed),
        (Status(403), JobServiceErrorKind.AccessDenied),
        (Status(429), JobServiceErrorKind.LimitReached),
        (Status(503), JobServiceErrorKind.ServiceUnavailable),
        (new() { Path = "/", Kind = FaultKind.Reset }, JobServiceErrorKind.ServiceUnavailable),
        (
            new()
            {
                Path = "/", Kind = FaultKind.Body, Body = "<!DOCTYPE html><html><body>Sign in</body></html>", ContentType = "text/html",
            },
            JobServiceErrorKind.UnexpectedResponse
        ),
    ];

    public static TheoryData<string> Names => new(Calls);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_call_reports_each_fault_as_the_documented_error(string name)
    {
        foreach ((Fault fault, JobServiceErrorKind kind) in Faults)
        {
            InjectedFault injected = Server.InjectFault(fault with { Path = PathOf(name), Count = Fault.UntilRemoved });
            using FuzzClients clients = new(static () => new SocketsHttpHandler(), Server.BaseUri, Clock);

            JobServiceException error = await GetErrorAsync(clients.Calls.All[name]());

            Assert.True(kind == error.Kind, $"{fault.Kind} {fault.Status}: expected {kind}, but got {error}");
            Assert.Equal(name.Split(' ')[0], error.Service);
            Assert.Contains("127.0.0.1", error.Problem, StringComparison.Ordinal);
            Assert.True(Server.RemoveFault(injected.Id));

            // Ends a pause of the key.
            Clock.Advance(TimeSpan.FromHours(2));
        }
    }

    private static Fault Status(int status) => new() { Path = "/", Kind = FaultKind.Status, Status = status };

    private static string PathOf(string name) =>
        name.StartsWith("Alma", StringComparison.Ordinal) ? "/almaws"
        : name.StartsWith("Xplenty", StringComparison.Ordinal) ? "/demo"
        : "/webapi/v";
}
