using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox.Demo;
using Xunit;

namespace JobStatus.Module.Tests;

/// <summary>The PowerShell and the Pester that run the Pester files, or the reason why one of them is missing.</summary>
public sealed class PesterHost : IAsyncLifetime
{
    private readonly ConcurrentBag<PesterWorker> _idleWorkers = [];

    /// <summary>
    /// Many times the duration of the slowest file on a slow machine. A file that hangs is named, and the others still run.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    // The first words of a Pester file.
    private const string NeedsOwnProcess = "# Needs a process of its own";

    // Set by .ci/run, where a missing PowerShell must not pass as a skip.
    private const string RequirePowerShell = "JOBSTATUS_TEST_REQUIRE_POWERSHELL";

    public static string Repository { get; } =
        PowerShellHost.RepositoryAbove(AppContext.BaseDirectory)
            ?? throw new InvalidOperationException("The tests are not inside the repository.");

    /// <summary>The folder of the Pester files.</summary>
    public static string Files { get; } = Path.Combine(Repository, "tests", "Module");

    /// <summary>The folder with a folder for each version of Pester that NuGet restored with this project.</summary>
    public static string Pesters { get; } = Metadata("Pesters");

    /// <summary>The manifest of the Pester that runs the Pester files.</summary>
    public static string PesterManifest { get; } = Path.Combine(Pesters, Metadata("PesterVersion"), "tools", "Pester.psd1");

    /// <summary>The PowerShell to run; null if there is none.</summary>
    public PowerShellHost? PowerShell { get; private set; }

    /// <summary>What is missing; null if nothing is.</summary>
    public string? Missing { get; private set; }

    /// <summary>Runs a process without standard input and returns what it wrote, errors last.</summary>
    public static async Task<string> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        Prepare(start);
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string ending = string.Empty;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ending = $"\nThe process was stopped because it had not exited after {Limit.TotalMinutes} minutes.";
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return await output + await errors + ending;
    }

    /// <summary>Sets what all processes of the tests have in common.</summary>
    public static void Prepare(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        start.Environment["NO_COLOR"] = "1";
        // Nothing leaves this machine.
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        // These processes are too short to gain from profiles, and collecting them takes a fifth of their time.
        start.Environment["DOTNET_TieredPGO"] = "0";
    }

    /// <summary>
    /// Runs one Pester file in a process that has run other files, or in a new one if there is none. A file that begins with
    /// <see cref="NeedsOwnProcess"/> always runs in a new one.
    /// </summary>
    /// <param name="file">The path of the file, relative to <see cref="Files"/>.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The counts as JSON, or null if the file did not finish; and what the process wrote.</returns>
    public async Task<(string? Counts, string Output)> RunFileAsync(string file, CancellationToken cancellationToken)
    {
        bool isAlone = File.ReadLines(Path.Combine(Files, file)).First().StartsWith(NeedsOwnProcess, StringComparison.Ordinal);
        PesterWorker? worker = !isAlone && _idleWorkers.TryTake(out PesterWorker? idle) ? idle : PesterWorker.Start(PowerShell!);
        try
        {
            (string? counts, string output) = await worker.RunAsync(file, cancellationToken);
            if (counts is not null && !isAlone)
            {
                _idleWorkers.Add(worker);
                worker = null;
            }

            return (counts, output);
        }
        finally
        {
            worker?.Dispose();
        }
    }

    public async ValueTask InitializeAsync()
    {
        PowerShell = await PowerShellHost.FindAsync(Repository, CancellationToken.None);
        if (PowerShell is null)
        {
            Missing = "There is no pwsh on PATH, and 'dotnet tool restore' could not install one.";
        }
        else if (!File.Exists(PesterManifest))
        {
            Missing = $"NuGet did not restore Pester to '{PesterManifest}'.";
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (PesterWorker worker in _idleWorkers)
        {
            worker.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Skips the test if something is missing, or fails it if the run requires a PowerShell.</summary>
    public void SkipOrFailIfMissing()
    {
        bool required = Environment.GetEnvironmentVariable(RequirePowerShell) == "1";
        Assert.False(required && Missing is not null, $"{RequirePowerShell} is set. {Missing}");
        Assert.SkipWhen(Missing is not null, Missing ?? string.Empty);
    }

    private static string Metadata(string key) =>
        typeof(PesterHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}
