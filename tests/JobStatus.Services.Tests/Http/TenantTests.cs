using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class TenantTests : ServiceTest
{
    // Less than the rate limit of Alma, because the clock does not advance.
    private const int Reads = 20;

    // The job ids of a tenant begin with the number of the tenant.
    [Theory]
    [InlineData(SandboxService.Alma)]
    [InlineData(SandboxService.Xplenty)]
    [InlineData(SandboxService.Alteryx)]
    public async Task Two_tenants_on_one_host_each_use_their_own_key(SandboxService service)
    {
        await using RawServer server = await RawServer.StartAsync(RespondAsync, Token);
        JobServiceClient[] tenants = [.. new[] { "1", "2" }.Select(tenant => Client(service, tenant, server.BaseUri))];

        await WithTimeout(
            Task.WhenAll(
                Enumerable.Range(0, Reads)
                    .SelectMany(i => tenants.Select((client, tenant) => ReadAsync(client, $"{tenant + 1}{i:000}")))));

        RawServer.ReceivedRequest[] reads = [.. server.Requests.Where(request => request.Method == "GET")];
        Assert.Equal(2 * Reads, reads.Length);
        Assert.All(reads, read =>
        {
            string id = new Uri(server.BaseUri, read.Target).Segments[^1];
            Assert.Equal(ExpectedAuthorization(service, tenant: id[..1]), read.Authorization);
        });
    }

    private static async Task RespondAsync(HttpContext context)
    {
        string form = context.Features.Get<RawServer.ReceivedRequest>()!.Body;
        string body = form.Length > 0
            ? $$"""{ "access_token": "token-{{form.Split("client_id=")[1].Split('&')[0]}}", "expires_in": 3600 }"""
            : """{ "status": "running" }""";
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private static string ExpectedAuthorization(SandboxService service, string tenant) => service switch
    {
        SandboxService.Alma => $"apikey key-{tenant}",
        SandboxService.Xplenty => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"key-{tenant}:"))}",
        _ => $"Bearer token-client-{tenant}",
    };

    private JobServiceClient Client(SandboxService service, string tenant, Uri host) => service switch
    {
        SandboxService.Alma => Track(new AlmaClient(Options(host), SecureStrings.From($"key-{tenant}"))),
        SandboxService.Xplenty => Track(new XplentyClient(Options(host), "acme", SecureStrings.From($"key-{tenant}"))),
        _ => Track(new AlteryxClient(Options(new Uri(host, "webapi")), $"client-{tenant}", SecureStrings.From($"key-{tenant}"))),
    };

    private Task ReadAsync(JobServiceClient client, string id) => client switch
    {
        AlmaClient alma => alma.GetInstanceAsync(AlmaJobId, id, Call),
        XplentyClient xplenty => xplenty.GetJobAsync(id, Call),
        _ => ((AlteryxClient)client).GetJobAsync(id, includeMessages: false, Call),
    };
}
