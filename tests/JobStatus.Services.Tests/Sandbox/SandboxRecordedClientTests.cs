using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

/// <summary>
/// Sends requests as clients written by others send them. They were recorded while <c>tests/Clients</c> ran the clients;
/// User-Agent and connection headers are omitted, and a started job has the id of a predefined job.
/// </summary>
public sealed class SandboxRecordedClientTests : SandboxTest
{
    private const string Key = "Authorization: Basic c2FuZGJveC14cGxlbnR5LWtleQ==";
    private const string KeyAndColon = "Authorization: Basic c2FuZGJveC14cGxlbnR5LWtleTo=";
    private const string Latest = "Accept: application/vnd.xplenty+json";
    private const string NoSemicolon = $"{Latest} version=2";
    private const string Comma = $"{Latest}, version=2";
    private const string Version2 = $"{Latest}; version=2";
    private const string JsonType = "Content-Type: application/json";
    private const string FormType = "Content-Type: application/x-www-form-urlencoded";
    private const string AccessToken = "Authorization: Bearer TOKEN";
    private const string AlmaApiKey = "Authorization: apikey sandbox-alma-key";

    public static IEnumerable<TheoryDataRow<string, int>> Documentation =>
    [
        new(Request("GET /demo/api/jobs/157", [Key, Version2]), 200),
        new(Request("GET /demo/api/jobs/157", [KeyAndColon, NoSemicolon]), 200),
        new(Request("GET /demo/api/jobs/157", [KeyAndColon, Comma]), 200),
        new(Request("GET /demo/api/jobs/157", [KeyAndColon, Latest]), 200),
        new(Request("POST /demo/api/jobs", [KeyAndColon, Version2, FormType], "job[cluster_id]=52&job[package_id]=434"), 201),
        new(Request("POST /demo/api/jobs", [KeyAndColon, Version2, FormType], "cluster_id=52&package_id=434"), 201),
        new(Request("POST /demo/api/jobs?job[cluster_id]=52&job[package_id]=434", [KeyAndColon, Version2]), 201),
        new(
            Request(
                "POST /demo/api/jobs",
                [KeyAndColon, Version2, JsonType],
                """{"job":{"cluster_id":52,"package_id":434,"variables":{"A":"x"}}}"""),
            201),
        new(Request("POST /demo/api/jobs", [KeyAndColon, Version2, JsonType], """{"cluster_id":"52","package_id":"434"}"""), 201),
        new(Request("POST /demo/api/jobs", [KeyAndColon, FormType], "job[cluster_id]=52&job[package_id]=434"), 201),
        new(Request("POST /demo/api/jobs", [KeyAndColon, "Accept: */*", FormType], "job[cluster_id]=52&job[package_id]=434"), 201),
        new(Request("POST /demo/api/jobs?job[cluster_id]=52&job[package_id]=434", [KeyAndColon]), 201),
        new(Request("POST /demo/api/jobs", [KeyAndColon, JsonType], """{"job":{"cluster_id":52,"package_id":434}}"""), 201),
        new(Request("POST /demo/api/jobs", [KeyAndColon, JsonType], """{"cluster_id":"52","package_id":"434"}"""), 201),
        new(Request("POST /demo/api/jobs", [KeyAndColon, "Accept: text/html", FormType], "cluster_id=52&package_id=434"), 404),
        new(Request("GET /demo/api/jobs/157", [KeyAndColon]), 404),
    ];

    public static IEnumerable<TheoryDataRow<string, int>> XplentyPython =>
    [
        new(Request("GET /demo/api/jobs", [NoSemicolon, Key]), 200),
        new(Request("GET /demo/api/jobs/157", [NoSemicolon, Key]), 200),
        new(
            Request(
                "POST /demo/api/jobs",
                [NoSemicolon, Key, JsonType],
                """{"cluster_id": 52, "package_id": 434, "variables": {"A": "x"}, "dynamic_variables": {"B": "CurrentTime()"}}"""),
            201),
        new(Request("DELETE /demo/api/jobs/203", [NoSemicolon, Key]), 200),
        new(Request("GET /demo/api/rate_limit_status", [NoSemicolon, Key]), 200),
        new(Request("GET /demo/api/packages?offset=0&limit=20", [NoSemicolon, Key]), 200),
        new(Request("GET /demo/api/clusters/52", [NoSemicolon, Key]), 200),
    ];

    public static IEnumerable<TheoryDataRow<string, int>> XplentyRuby =>
    [
        new(Request("GET /demo/api/jobs", [Latest, Key]), 200),
        new(Request("GET /demo/api/jobs?limit=5&status=failed", [Latest, Key]), 200),
        new(Request("GET /demo/api/jobs/157", [Latest, Key]), 200),
        new(
            Request(
                "POST /demo/api/jobs?job%5Bcluster_id%5D=52&job%5Bpackage_id%5D=434&job%5Bvariables%5D%5BA%5D=x", [Latest, Key]),
            201),
        new(Request("GET /demo/api/jobs/203/watchers", [Latest, Key]), 200),
        new(Request("POST /demo/api/jobs/203/watchers", [Latest, Key]), 200),
        new(Request("DELETE /demo/api/jobs/203/watchers", [Latest, Key]), 204),
        new(Request("DELETE /demo/api/jobs/203", [Latest, Key]), 200),
        new(Request("GET /demo/api/clusters/52", [Latest, Key]), 200),
    ];

    public static IEnumerable<TheoryDataRow<string, int>> Almapiwrapper =>
    [
        new(Request("GET /almaws/v1/conf/jobs/M50173", ["accept: application/xml", "content-type: application/xml", AlmaApiKey]), 200),
        new(
            Request(
                "GET /almaws/v1/conf/jobs/M202/instances", ["accept: application/json", "content-type: application/json", AlmaApiKey]),
            200),
        new(
            Request(
                "POST /almaws/v1/conf/jobs/M50173?op=run",
                ["accept: application/xml", "content-type: application/xml", AlmaApiKey],
                "<job/>"),
            200),
        new(
            Request(
                "GET /almaws/v1/conf/jobs/M202/instances/1000000000000202",
                ["accept: application/json", "content-type: application/json", AlmaApiKey]),
            200),
        new(
            Request(
                "POST /almaws/v1/conf/jobs/M202?op=run",
                ["accept: application/xml", "content-type: application/xml", AlmaApiKey],
                "<job/>"),
            400),
    ];

    public static IEnumerable<TheoryDataRow<string, int>> AlmaApiJobRunner =>
    [
        new(
            Request(
                "POST /almaws/v1/conf/jobs/M202?op=run",
                [AlmaApiKey, "Content-Type: application/xml"],
                "<job><parameters><parameter><name>set_id</name><value>123</value></parameter></parameters></job>"),
            200),
        new(Request("GET /almaws/v1/conf/jobs/M202/instances/1000000000000202", [AlmaApiKey]), 200),
    ];

    public static IEnumerable<TheoryDataRow<string, int>> AyxMcpWrapper =>
    [
        new(
            Request(
                "POST /webapi/oauth2/token",
                ["Accept: */*", "Authorization: Basic c2FuZGJveC1jbGllbnQ6c2FuZGJveC1zZWNyZXQ=", FormType],
                "grant_type=client_credentials"),
            200),
        new(Request("GET /webapi//v3/workflows", ["Accept: application/json", AccessToken, JsonType]), 200),
        new(Request("GET /webapi//v3/workflows/66f00000000000000000a002", ["Accept: application/json", AccessToken, JsonType]), 200),
        new(
            Request("GET /webapi//v3/workflows/66f00000000000000000a002/questions", ["Accept: application/json", AccessToken, JsonType]),
            200),
        new(
            Request(
                "POST /webapi//v3/workflows/66f00000000000000000a002/jobs",
                ["Accept: application/json", AccessToken, JsonType],
                """{"questions": [{"name": "Customer", "value": "ACME"}], "priority": "High"}"""),
            200),
        new(Request("GET /webapi//v3/workflows/66f00000000000000000a002/jobs", ["Accept: application/json", AccessToken, JsonType]), 200),
        new(Request("GET /webapi//v3/jobs/66f000000000000000000201", ["Accept: application/json", AccessToken, JsonType]), 200),
        new(Request("GET /webapi//v3/jobs/66f000000000000000000202/messages", ["Accept: application/json", AccessToken, JsonType]), 200),
        new(
            Request(
                "GET /webapi//v1/jobs/66f000000000000000000201/output/66f00000000000000000b001?format=Raw",
                ["Accept: application/json", AccessToken, JsonType]),
            200),
    ];

    [Theory]
    [MemberData(nameof(Documentation))]
    [MemberData(nameof(XplentyPython))]
    [MemberData(nameof(XplentyRuby))]
    [MemberData(nameof(Almapiwrapper))]
    [MemberData(nameof(AlmaApiJobRunner))]
    [MemberData(nameof(AyxMcpWrapper))]
    public async Task A_recorded_request_has_the_result_that_the_service_gives(string request, int status)
    {
        string response = await ExchangeAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status} ", response);
    }

    [Theory]
    [InlineData("""{"cluster_id":"52","package_id":"434","variables":{"A":"x"}}""", "", JsonType)]
    [InlineData("""{"job":{"cluster_id":52,"package_id":434,"variables":{"A":"x"}}}""", "", JsonType)]
    [InlineData("job[cluster_id]=52&job[package_id]=434&job[variables][A]=x", "", FormType)]
    [InlineData("job%5Bvariables%5D%5BA%5D=x", "?job[cluster_id]=52&job[package_id]=434", FormType)]
    [InlineData("", "?job[cluster_id]=52&job[package_id]=434&job[variables][A]=x", "X-Body: none")]
    public async Task Every_form_of_an_Xplenty_start_has_the_same_result(string body, string query, string header)
    {
        string response = await ExchangeAsync(Request($"POST /demo/api/jobs{query}", [KeyAndColon, Version2, header], body));

        Assert.Contains("\"package_id\":434", response);
        Assert.Contains("\"cluster_id\":52", response);
        Assert.Contains("\"variables\":{\"A\":\"x\"}", response);
    }

    private static string Request(string line, string[] headers, string body = "") =>
        $"{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{string.Join("\r\n", headers)}\r\n"
        + (body.Length == 0 && line.StartsWith("GET", StringComparison.Ordinal) ? "\r\n" : $"Content-Length: {body.Length}\r\n\r\n{body}");

    private async Task<string> ExchangeAsync(string request)
    {
        string token = await BearerAsync();
        using TcpClient client = new();
        await client.ConnectAsync(Server.BaseUri.Host, Server.Port, Token);
        await using NetworkStream connection = client.GetStream();
        await connection.WriteAsync(Encoding.UTF8.GetBytes(request.Replace("Bearer TOKEN", token, StringComparison.Ordinal)), Token);
        using StreamReader reader = new(connection, Encoding.UTF8);
        return await reader.ReadToEndAsync(Token);
    }
}
