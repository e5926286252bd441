using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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
        Lenient<List<Lenient<XplentyJobWire>>> wires = await JsonResponse.ReadAsync(
            new ServiceResponse(body, null) { Length = _xplenty.Length },
            JsonFields.Forms<XplentyJobWire>,
            default);
        return wires.Value!.Select(wire => XplentyMapping.Job(wire.Value!, "1", "Default", Now)).ToArray().Length;
    }

    [Benchmark]
    public async Task<int> Alma()
    {
        using var body = new MemoryStream(_alma);
        AlmaInstanceListWire list = await JsonResponse.ReadFormAsync<AlmaInstanceListWire>(
            new ServiceResponse(body, null) { Length = _alma.Length },
            default);
        return list.JobInstance.Value!.Select(wire => AlmaMapping.Instance(wire.Value!, "S201", "1", "Default", Now)).ToArray().Length;
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
