using System;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using BenchmarkDotNet.Attributes;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services.Alma;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;
using JobStatus.Services.Xplenty;

namespace JobStatus.Benchmarks.Micro;

/// <summary>Converts a page of 100 jobs that the sandbox returned.</summary>
public class PageBenchmarks
{
    internal const int JobCount = 100;

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly byte[] _xplenty;
    private readonly byte[] _alma;

    public PageBenchmarks()
    {
        (_xplenty, _alma) = ReadPagesAsync().GetAwaiter().GetResult();
    }

    [Benchmark]
    public async Task<int> Xplenty()
    {
        using var body = new MemoryStream(_xplenty);
        ListPage<XplentyJob> page = await JsonResponse.ReadAsync(
            new ServiceResponse(body, null) { Length = _xplenty.Length },
            parser: null,
            static tree => XplentyReader.Jobs(tree, "Default", Now),
            default);
        return page.Items.Count;
    }

    [Benchmark]
    public async Task<int> Alma()
    {
        using var body = new MemoryStream(_alma);
        ListPage<AlmaJobInstance> page = await JsonResponse.ReadAsync(
            new ServiceResponse(body, null) { Length = _alma.Length },
            parser: null,
            static tree => AlmaReader.Instances(tree, "S201", "Default", Now),
            default);
        return page.Items.Count;
    }

    internal int GetJsonLength(string benchmark) => benchmark == nameof(Xplenty) ? _xplenty.Length : _alma.Length;

    private static async Task<(byte[] Xplenty, byte[] Alma)> ReadPagesAsync()
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        for (int number = 0; number < JobCount; number++)
        {
            server.CreateJob(new NewJob { Service = SandboxService.Xplenty, DurationSeconds = 0 });
            server.CreateJob(new NewJob { Service = SandboxService.Alma, JobId = "S900", DurationSeconds = 0 });
        }

        using var client = new HttpClient { BaseAddress = server.BaseUri };
        client.DefaultRequestHeaders.Accept.ParseAdd("application/vnd.xplenty+json; version=2");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(server.Settings.XplentyKey + ":")));
        byte[] xplenty = await client.GetByteArrayAsync($"{SandboxServer.XplentyAccount}/api/jobs?limit={JobCount}");
        client.DefaultRequestHeaders.Accept.Clear();
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("apikey", server.Settings.AlmaKey);
        return (xplenty, await client.GetByteArrayAsync($"almaws/v1/conf/jobs/S900/instances?limit={JobCount}"));
    }
}
