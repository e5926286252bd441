using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

/// <summary>Tests the packages, clusters and user of an Xplenty account.</summary>
public sealed class SandboxXplentyAccountTests : SandboxTest
{
    private const string Jobs = "/demo/api/jobs";

    [Theory]
    [InlineData("", "438 437 436 435 434")]
    [InlineData("?direction=asc", "434 435 436 437 438")]
    [InlineData("?status=active&sort=name", "436 435 437 434")]
    [InlineData("?status=archived", "438")]
    [InlineData("?flow_type=workflow", "437")]
    [InlineData("?limit=2&offset=2", "436 435")]
    public async Task Packages_are_filtered_sorted_and_paged(string query, string ids)
    {
        using HttpResponseMessage response = await ReadAsync($"/demo/api/packages{query}");

        Assert.Equal(ids, string.Join(' ', (await ArrayOf(response)).Select(package => (long)package!["id"]!)));
    }

    [Fact]
    public async Task A_package_has_more_fields_than_in_the_list()
    {
        using HttpResponseMessage list = await ReadAsync("/demo/api/packages");
        using HttpResponseMessage response = await ReadAsync("/demo/api/packages/437");

        JsonObject package = await JsonOf(response);
        Assert.Equal("workflow", (string?)package["flow_type"]);
        Assert.Equal(
            ["flow_type", "flow_version", "item_id", "package_version", "version"],
            package.Select(field => field.Key).Except((await ArrayOf(list))[0]!.AsObject().Select(field => field.Key)).Order());
    }

    [Fact]
    public void An_invalid_package_is_rejected()
    {
        Assert.Throws<ArgumentException>(() => Server.CreatePackage(new NewPackage { Id = 0 }));
        Assert.Throws<ArgumentException>(
            () => Server.CreatePackage(new NewPackage { Run = new RunPlan { Events = 1 } }));
    }

    [Theory]
    [InlineData(52, "available")]
    [InlineData(53, "pending")]
    [InlineData(54, "terminated")]
    public async Task Clusters_have_a_status(int id, string status)
    {
        using HttpResponseMessage response = await ReadAsync($"/demo/api/clusters/{id}");

        Assert.Equal(status, (string?)(await JsonOf(response))["status"]);
    }

    [Theory]
    [InlineData("/demo/api/packages?status=gone", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/demo/api/packages?limit=101", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/demo/api/packages/1", HttpStatusCode.NotFound)]
    [InlineData("/demo/api/clusters/1", HttpStatusCode.NotFound)]
    [InlineData("/demo/api/clusters/word", HttpStatusCode.NotFound)]
    [InlineData("/other/api/packages", HttpStatusCode.NotFound)]
    [InlineData("/other/api/jobs", HttpStatusCode.NotFound)]
    public async Task Invalid_parameters_and_unknown_accounts_or_clusters_are_rejected(string path, HttpStatusCode status)
    {
        using HttpResponseMessage response = await ReadAsync(path);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task The_user_of_the_key_can_be_read()
    {
        using HttpResponseMessage response = await ReadAsync("/user");
        using HttpResponseMessage rejected = await GetAsync("/user", Basic("wrong", ""), XplentyVersion2);

        Assert.Equal(4201, (long)(await JsonOf(response))["id"]!);
        Assert.Equal(HttpStatusCode.Unauthorized, rejected.StatusCode);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("DELETE", "/203")]
    [InlineData("GET", "/search?q=id:1")]
    public async Task Every_request_requires_a_key_and_the_media_type_and_counts_against_the_quota(string method, string path)
    {
        using HttpResponseMessage withoutKey = await SendAsync(
            new HttpMethod(method), Jobs + path, accept: XplentyVersion2);
        using HttpResponseMessage withoutMediaType = await SendAsync(
            new HttpMethod(method), Jobs + path, XplentyKey, "application/json");

        Assert.Equal(HttpStatusCode.Unauthorized, withoutKey.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, withoutMediaType.StatusCode);
        Assert.Equal("4999", withoutMediaType.Headers.GetValues("X-RateLimit-Remaining").Single());
    }

    private Task<HttpResponseMessage> ReadAsync(string path) => GetAsync(path, XplentyKey, XplentyVersion2);
}
