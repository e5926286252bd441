using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

public sealed partial class SandboxXplentyListTests : SandboxTest
{
    private const string Jobs = "/demo/api/jobs";

    [Fact]
    public async Task Jobs_are_listed_newest_first_as_a_bare_array()
    {
        Assert.Equal("203 206 205 204 202 201 157", await IdsAsync(""));
    }

    [Fact]
    public async Task A_list_item_equals_the_job_read_by_id()
    {
        SandboxJob job = Server.CreateJob(new NewJob { Service = SandboxService.Xplenty });

        using HttpResponseMessage response = await GetAsync($"{Jobs}?limit=1", XplentyKey, XplentyVersion2);

        Assert.True(JsonNode.DeepEquals(await XplentyAsync(job), (await ArrayOf(response))[0]));
    }

    [Fact]
    public async Task Recorded_jobs_are_listed_if_their_body_contains_their_id()
    {
        Server.CreateJob(
            new NewJob { Service = SandboxService.Xplenty, Id = "71", RawBody = """{"id":71,"status":"odd",}""" });
        Server.CreateJob(new NewJob { Service = SandboxService.Xplenty, Id = "72", RawBody = "<html>" });

        using HttpResponseMessage response = await GetAsync(Jobs, XplentyKey, XplentyVersion1);
        JsonArray jobs = await ArrayOf(response);

        long[] ids = [.. jobs.Select(job => (long)job!["id"]!)];
        Assert.Contains(71, ids);
        Assert.DoesNotContain(72, ids);
        Assert.Single(ids, id => id == 157);
    }

    [Fact]
    public async Task A_recorded_job_with_a_duplicate_name_is_returned_unchanged_and_not_listed()
    {
        const string Body = """{"id":73,"id":73}""";
        using HttpResponseMessage created = await ControlAsync(
            HttpMethod.Post,
            "jobs",
            new JsonObject { ["service"] = "xplenty", ["id"] = "73", ["rawBody"] = Body }.ToJsonString());
        using HttpResponseMessage job = await GetAsync($"{Jobs}/73", XplentyKey, XplentyVersion2);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(Body, await TextOf(job));
        Assert.DoesNotContain("73", await IdsAsync(""));
    }

    [Theory]
    [InlineData(20, "", 20, "")]
    [InlineData(21, "", 20, "next=20 last=20")]
    [InlineData(21, "?offset=20", 1, "first=0 prev=0")]
    [InlineData(21, "?offset=21", 0, "first=0 prev=1")]
    [InlineData(21, "?limit=1", 1, "next=1 last=20")]
    [InlineData(21, "?limit=7&offset=7", 7, "first=0 prev=0 next=14 last=14")]
    [InlineData(21, "?limit=5&offset=10", 5, "first=0 prev=5 next=15 last=20")]
    [InlineData(101, "?limit=100", 100, "next=100 last=100")]
    [InlineData(0, "", 0, "")]
    public async Task A_page_contains_the_requested_items_and_links_to_the_other_pages(int total, string query, int count, string links)
    {
        const string Status = "status=completed&package_id=900";
        for (int i = 0; i < total; i++)
        {
            Server.CreateJob(new NewJob { Service = SandboxService.Xplenty, PackageId = 900, DurationSeconds = 0 });
        }

        using HttpResponseMessage response = await GetAsync(
            $"{Jobs}{(query.Length == 0 ? "?" : query + "&")}{Status}", XplentyKey, XplentyVersion2);

        Assert.Equal(count, (await ArrayOf(response)).Count);
        string[] found =
        [
            .. LinksOf(response).Select(link => $"{link.Relation}={Offset().Match(link.Uri).Groups[1].Value}"),
        ];
        Assert.Equal(links, string.Join(' ', found));
        Assert.All(LinksOf(response), link => Assert.StartsWith($"{Server.BaseUri}demo/api/jobs?{Status}&offset=", link.Uri));
    }

    [Fact]
    public async Task Following_the_links_returns_every_job_once()
    {
        List<long> ids = [];
        string? next = $"{Jobs}?limit=3";
        while (next is not null)
        {
            using HttpResponseMessage response = await GetAsync(next, XplentyKey, XplentyVersion2);
            ids.AddRange((await ArrayOf(response)).Select(job => (long)job!["id"]!));
            next = LinksOf(response).FirstOrDefault(link => link.Relation == "next").Uri;
        }

        Assert.Equal([203, 206, 205, 204, 202, 201, 157], ids);
    }

    [Fact]
    public async Task A_shifting_list_repeats_the_last_items_of_a_page_on_the_next_page()
    {
        Server.Settings = Server.Settings with { XplentyJobsBetweenPages = 1 };

        string first = await IdsAsync("?limit=3");
        string second = await IdsAsync("?limit=3&offset=3");
        string oldestFirst = await IdsAsync("?limit=3&direction=asc");

        Assert.Equal("203 206 205", first);
        Assert.Equal("205 204 202", second);
        Assert.Equal("157 201 202", oldestFirst);
    }

    [Theory]
    [InlineData("?status=all", "203 206 205 204 202 201 157")]
    [InlineData("?status=failed", "202")]
    [InlineData("?status=running", "203")]
    [InlineData("?status=stopped", "")]
    [InlineData("?direction=asc", "157 201 202 204 205 206 203")]
    [InlineData("?sort=created&direction=desc", "203 206 205 204 202 201 157")]
    [InlineData("?package_id=435", "206 202")]
    [InlineData("?package_id=1", "")]
    [InlineData("?status=&since=&package_id=&limit=&offset=", "203 206 205 204 202 201 157")]
    public async Task Jobs_are_filtered_and_sorted(string query, string ids)
    {
        Assert.Equal(ids, await IdsAsync(query));
    }

    [Fact]
    public async Task Jobs_are_filtered_and_sorted_by_their_last_update()
    {
        SandboxJob early = Server.CreateJob(new NewJob { Service = SandboxService.Xplenty, DurationSeconds = 50 });
        SandboxJob late = Server.CreateJob(
            new NewJob { Service = SandboxService.Xplenty, SubmittedSecondsAgo = 20, DurationSeconds = 80 });
        Clock.Advance(seconds: 100);

        // The jobs finished 50 and 60 seconds after the start of the test.
        Assert.Equal($"{late.Id} {early.Id}", await IdsAsync("?sort=updated&status=completed&limit=2"));
        Assert.Equal($"{early.Id} {late.Id}", await IdsAsync("?sort=updated&since=2026-03-14T22:00:50Z&direction=asc"));
        Assert.Equal(late.Id, await IdsAsync("?since=2026-03-14T22:00:51Z&status=completed"));
        Assert.Empty(await IdsAsync("?since=2026-03-14T22:10:00Z"));
    }

    [Theory]
    [InlineData("?status=done")]
    [InlineData("?status=Failed")]
    [InlineData("?sort=name")]
    [InlineData("?direction=down")]
    [InlineData("?since=2026-03-14")]
    [InlineData("?since=2026-03-14T22:00:00")]
    [InlineData("?since=2026-03-14T22:00:00%2B01:00")]
    [InlineData("?package_id=mine")]
    [InlineData("?offset=-1")]
    [InlineData("?limit=0")]
    [InlineData("?limit=101")]
    [InlineData("?limit=many")]
    public async Task An_invalid_list_parameter_returns_422_and_names_the_parameter(string query)
    {
        using HttpResponseMessage response = await GetAsync(Jobs + query, XplentyKey, XplentyVersion2);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(
            query[1..query.IndexOf('=', StringComparison.Ordinal)], (string?)(await JsonOf(response))["message"]);
    }

    [Theory]
    [InlineData("status:failed", "202")]
    [InlineData("STATUS:failed", null)]
    [InlineData("status:completed", "157 201 204 205 206")]
    [InlineData("-status:completed", "202 203")]
    [InlineData("id:204", "204")]
    [InlineData("id:>205", "205 206")]
    [InlineData("id:<201", "157 201")]
    [InlineData("id:>201 id:<203", "201 202 203")]
    [InlineData("-id:157 status:completed", "201 204 205 206")]
    [InlineData("duration:30", "201 202 204 205 206")]
    [InlineData("duration:>31", "157")]
    [InlineData("started:2026-03-14", "201 202 203 204 205 206")]
    [InlineData("started:<2023-11-07", "157")]
    [InlineData("started:>2026-03-14T22:00:00Z", "203")]
    [InlineData("finished:2026-03-14T21:50:30Z", "201 202 204 205 206")]
    [InlineData("finished:<2026-03-14T21:50:29Z", "157")]
    [InlineData("package:435", "202 206")]
    [InlineData("package:\"orders to\"", "201 205")]
    [InlineData("log:refused", "202")]
    [InlineData("user:sandbox", "201 202 203 204 205 206")]
    [InlineData("schedule:1", "")]
    [InlineData("", null)]
    [InlineData("failed", null)]
    [InlineData("status:", null)]
    [InlineData("status:>failed", null)]
    [InlineData("-id:>5", null)]
    [InlineData("id:word", null)]
    [InlineData("started:yesterday", null)]
    [InlineData("colour:red", null)]
    [InlineData("status:failed,id:1 x", null)]
    public async Task A_search_returns_the_jobs_that_match_all_terms(string search, string? ids)
    {
        using HttpResponseMessage response = await GetAsync(
            $"{Jobs}/search?q={Uri.EscapeDataString(search)}&sort=id", XplentyKey, XplentyVersion2);

        Assert.Equal(ids is null ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.OK, response.StatusCode);
        if (ids is not null)
        {
            Assert.Equal(ids, string.Join(' ', (await ArrayOf(response)).Select(job => (long)job!["id"]!)));
        }
    }

    [Fact]
    public async Task A_search_by_user_or_schedule_returns_the_jobs_of_that_creator()
    {
        SandboxJob own = Server.CreateJob(new NewJob { Service = SandboxService.Xplenty, SubmittedBy = "Ada" });
        SandboxJob scheduled = Server.CreateJob(new NewJob
        {
            Service = SandboxService.Xplenty,
            SubmittedBy = "Every night",
            Extra = new JsonObject { ["creator"] = new JsonObject { ["type"] = "Schedule" } },
        });

        Assert.Equal(own.Id, await IdsAsync("/search?q=user:ada"));
        Assert.Equal(scheduled.Id, await IdsAsync("/search?q=schedule:night"));
    }

    [Theory]
    [InlineData("", "202 203")]
    [InlineData("&direction=desc", "203 202")]
    [InlineData("&sort=created&direction=asc", "202 203")]
    [InlineData("&sort=updated&direction=desc", "203 202")]
    [InlineData("&sort=name", "202 203")]
    public async Task A_search_is_sorted_in_ascending_order_by_default(string query, string ids)
    {
        Assert.Equal(ids, await IdsAsync($"/search?q=-status:completed{query}"));
    }

    [Theory]
    [InlineData("/search?q=id:1&direction=up")]
    [InlineData("/search")]
    public async Task An_invalid_search_returns_422(string path)
    {
        using HttpResponseMessage response = await GetAsync(Jobs + path, XplentyKey, XplentyVersion2);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    private static (string Uri, string Relation)[] LinksOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out IEnumerable<string>? links)
            ? [.. Link().Matches(string.Join(", ", links)).Select(link => (link.Groups[1].Value, link.Groups[2].Value))]
            : [];

    [GeneratedRegex("<([^>]*)>; rel=\"([a-z]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("offset=([0-9]+)")]
    private static partial Regex Offset();

    private async Task<string> IdsAsync(string query)
    {
        using HttpResponseMessage response = await GetAsync(Jobs + query, XplentyKey, XplentyVersion2);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return string.Join(' ', (await ArrayOf(response)).Select(job => (long)job!["id"]!));
    }
}
