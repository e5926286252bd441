using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using JobStatus.Measuring;
using JobStatus.Sandbox;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Lists;
using JobStatus.Services.Tests.Lists;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

/// <summary>Tests the month of history, as the clients read it at 22:00 UTC on a Saturday.</summary>
public sealed class SandboxHistoryTests : ServiceTest
{
    private static readonly string[] AlmaJobs = ["S3001", "S3002", "S3003", "S3004"];
    private static readonly string[] Workflows = ["66f00000000000000000a101", "66f00000000000000000a102", "66f00000000000000000a103"];

    [Fact]
    public async Task The_history_has_failures_slow_runs_a_running_job_and_schedules_of_all_services()
    {
        Server.AddHistory();

        List<RemoteJobMeasurement> rows = await MeasureAsync();

        Assert.Equal(
            [
                "Collection usage: 30 runs, 0 failed, Completed",
                "Interlibrary loans: 4 runs, 0 failed, Completed",
                "Loans to warehouse: 32 runs, 2 failed, Completed",
                "Send overdue notices: 30 runs, 0 failed, Completed",
                "Synchronize holdings: 120 runs, 1 failed, Completed",
            ],
            Describe(rows.Where(row => !row.LastResultFailed && row.Slower != true)));
        Assert.Equal(
            [
                "Publish to discovery: 30 runs, 0 failed, Completed",
                "Website visits: 180 runs, 0 failed, Running",
            ],
            Describe(rows.Where(row => row.Slower == true)));
        Assert.Equal(
            [
                "Budget forecast: 30 runs, 2 failed, Failed",
                "Fines to finance: 30 runs, 2 failed, Failed",
                "Import student data: 30 runs, 3 failed, Failed",
            ],
            Describe(rows.Where(row => row.LastResultFailed)));
        DateTime now = Clock.GetUtcNow().LocalDateTime;
        Assert.All(rows, row => Assert.InRange(row.NextRunAt.GetValueOrDefault(), now, now.AddDays(7)));
    }

    [Fact]
    public async Task Failed_runs_have_messages_and_a_retry_has_the_number_of_its_attempt()
    {
        Server.AddHistory();

        List<XplentyJob> jobs = await ReadPackageAsync(3101);

        Assert.Equal(
            ["The source closed the connection.", "The source closed the connection."],
            jobs.Where(job => job.State == RemoteJobState.Failed).Select(job => job.Message));
        Assert.Equal(2, jobs.Count(job => job.Attempts == 1));
        List<AlmaJobInstance> failed = (await ReadInstancesAsync("S3002")).FindAll(run => run.State == RemoteJobState.Failed);
        Assert.Equal(3, failed.Count);
        Assert.All(failed, run => Assert.Contains("students.xml", run.Message));
    }

    [Fact]
    public async Task Adding_the_history_again_changes_nothing_and_a_reset_removes_it()
    {
        Server.AddHistory();
        string first = string.Join("\n", Describe(await MeasureAsync()));
        Server.AddHistory();
        Assert.Equal(first, string.Join("\n", Describe(await MeasureAsync())));

        Server.Reset();
        Assert.Empty(await ReadPackageAsync(3101));
    }

    [Fact]
    public async Task A_sandbox_that_starts_with_the_history_has_it_after_a_reset_too()
    {
        await using SandboxServer server = await SandboxServer.StartAsync(
            new SandboxOptions { TimeProvider = Clock, History = true }, Token);
        server.Reset();
        using XplentyClient client = new(
            Options(server.BaseUri), SandboxServer.XplentyAccount, SecureStrings.From("sandbox-xplenty-key"));
        ListReceiver<XplentyJob> jobs = new();
        await client.ListJobsAsync(new XplentyJobQuery { PackageId = 3102 }, ListRange.All, jobs, Call);
        Assert.Equal(30, jobs.Items.Count);
    }

    [Fact]
    public async Task The_control_API_and_the_option_of_serve_add_the_history()
    {
        using HttpClient http = new() { BaseAddress = Server.BaseUri };
        using HttpResponseMessage response = await http.PostAsync("/_sandbox/history", content: null, Token);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(30, (await ReadPackageAsync(3102)).Count);

        using StringWriter error = new();
        Assert.Equal(2, await CommandLine.RunAsync(["serve", "--history", "--port", "x"], TextWriter.Null, error, Token));
        Assert.Contains("--history", error.ToString());
    }

    private static IEnumerable<string> Describe(IEnumerable<RemoteJobMeasurement> rows) =>
        rows.Select(row => $"{row.Name}: {row.Runs} runs, {row.Failed} failed, {row.LastState}").Order(StringComparer.Ordinal);

    private async Task<List<RemoteJobMeasurement>> MeasureAsync()
    {
        var runs = new MeasuredRuns();
        foreach (string job in AlmaJobs)
        {
            (await ReadInstancesAsync(job)).ForEach(runs.Add);
        }

        foreach (long package in new long[] { 3101, 3102, 3103 })
        {
            (await ReadPackageAsync(package)).ForEach(runs.Add);
        }

        AlteryxClient alteryx = Alteryx();
        foreach (string workflow in Workflows)
        {
            ListReceiver<AlteryxJob> jobs = new();
            await alteryx.ListJobsAsync(new AlteryxJobQuery { WorkflowId = workflow }, ListRange.All, jobs, Call);

            // The list does not contain the results.
            await alteryx.ReadAsync(
                [.. jobs.Items.Select(job => new JobTarget(job.Id, job, alteryx))], result => runs.Add(result.Job!), Call);
        }

        ListReceiver<RemoteSchedule> schedules = new();
        await Alma().ListSchedulesAsync(schedules, Call);
        await Xplenty().ListSchedulesAsync(schedules, Call);
        await alteryx.ListSchedulesAsync(schedules, Call);
        return [.. runs.Measure(schedules.Items).Where(row => row.Runs > 0)];
    }

    private async Task<List<AlmaJobInstance>> ReadInstancesAsync(string job)
    {
        ListReceiver<AlmaJobInstance> instances = new();
        await Alma().ListInstancesAsync(job, new AlmaInstanceQuery(), ListRange.All, instances, Call);
        return instances.Items;
    }

    private async Task<List<XplentyJob>> ReadPackageAsync(long package)
    {
        ListReceiver<XplentyJob> jobs = new();
        await Xplenty().ListJobsAsync(new XplentyJobQuery { PackageId = package }, ListRange.All, jobs, Call);
        return jobs.Items;
    }
}
