using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox.Demo;
using Xunit;

namespace JobStatus.Module.Tests;

/// <summary>A PowerShell that has Pester 5, or the reason why there is none.</summary>
public sealed class PesterHost : IAsyncLifetime
{
    // Many times what the slowest file takes on a slow machine: one that hangs is named, and the others still run.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private const string PesterIsThere = "if (Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 }) { 'yes' }";

    public static string Repository { get; } =
        PowerShellHost.RepositoryAbove(AppContext.BaseDirectory) ?? throw new InvalidOperationException("The tests are not inside the repository.");

    public PowerShellHost? PowerShell { get; private set; }

    /// <summary>The folder that Pester was saved to; null when it was there already.</summary>
    public string? PesterFolder { get; private set; }

    public string WhyNot { get; private set; } = string.Empty;

    public static async Task<string> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        start.Environment["NO_COLOR"] = "1";
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
            ending = $"\nIt had not ended after {Limit.TotalMinutes} minutes, and was stopped.";
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

    public async ValueTask InitializeAsync()
    {
        PowerShellHost? found = await PowerShellHost.FindAsync(Repository, CancellationToken.None);
        if (found is null)
        {
            WhyNot = "There is no pwsh on PATH, and 'dotnet tool restore' did not bring one.";
            return;
        }

        if (await AnswersYesAsync(found, PesterIsThere) || await SavePesterAsync(found))
        {
            PowerShell = found;
            return;
        }

        WhyNot = $"There is a PowerShell ({found.Origin}), but no Pester 5 on PSModulePath, and it could not be saved from the PowerShell Gallery.";
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Where the tools cannot be restored the Gallery cannot be reached either, and asking it would only take time.
    private async Task<bool> SavePesterAsync(PowerShellHost host)
    {
        if (!await PowerShellHost.RestoreToolsAsync(Repository, CancellationToken.None))
        {
            return false;
        }

        string folder = Path.Combine(Repository, "out", "Modules");
        string save = $"New-Item -ItemType Directory -Force '{folder}' | Out-Null; Save-PSResource Pester -Version '[5.0,6.0)' -Path '{folder}' -TrustRepository -ErrorAction Stop; 'yes'";
        if (!Directory.Exists(Path.Combine(folder, "Pester")) && !await AnswersYesAsync(host, save))
        {
            return false;
        }

        PesterFolder = folder;
        return true;
    }

    private static async Task<bool> AnswersYesAsync(PowerShellHost host, string command) =>
        (await RunAsync(host.StartInfo("-NoLogo", "-NoProfile", "-NonInteractive", "-Command", command), CancellationToken.None)).Contains("yes", StringComparison.Ordinal);
}
