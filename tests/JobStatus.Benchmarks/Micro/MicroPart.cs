using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace JobStatus.Benchmarks.Micro;

/// <summary>Measures how response bodies are converted to typed objects, without the network.</summary>
internal sealed class MicroPart : IBenchmarkPart
{
    public string Name => "micro";

    public string Description => "time and memory to convert a page of 100 jobs from JSON to typed objects";

    public async Task RunAsync(TextWriter output)
    {
        // The benchmarks run in this process, so that BenchmarkDotNet does not have to generate and build a project.
        ManualConfig configuration = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(10))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.DisableOptimizationsValidator)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "JobStatus.Benchmarks"));
        Summary summary = BenchmarkRunner.Run<PageBenchmarks>(configuration);
        var pages = new PageBenchmarks();
        await TextTable.WriteAsync(
            output,
            [
                ["", "per page", "per job", "JSON per job", "allocated per JSON byte", ""],
                .. summary.Reports.Select(report =>
                {
                    long allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
                    double json = pages.GetJsonLength(report.BenchmarkCase.Descriptor.WorkloadMethod.Name);
                    return new[]
                    {
                        report.BenchmarkCase.Descriptor.WorkloadMethod.Name,
                        Text((report.ResultStatistics?.Mean ?? double.NaN) / 1000, "0.0 µs"),
                        Text(allocated / (double)PageBenchmarks.JobCount, "0 B"),
                        Text(json / PageBenchmarks.JobCount, "0 B"),
                        Text(allocated / json, "0.00"),
                        "",
                    };
                }),
            ]);
    }

    private static string Text(double figure, string format) => figure.ToString(format, CultureInfo.InvariantCulture);
}
