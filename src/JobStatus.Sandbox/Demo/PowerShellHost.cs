using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Sandbox.Demo;

/// <summary>A PowerShell that can be started: one on PATH, else the one of the repository's .NET tool manifest.</summary>
public sealed class PowerShellHost
{
    private readonly string _file;
    private readonly IReadOnlyList<string> _leading;

    private PowerShellHost(string file, IReadOnlyList<string> leading, string origin)
    {
        _file = file;
        _leading = leading;
        Origin = origin;
    }

    /// <summary>Where it was found, in words.</summary>
    public string Origin { get; }

    /// <summary>Looks for a PowerShell: first on PATH, then in the repository's .NET tool manifest.</summary>
    /// <param name="repository">The folder of the repository with the tool manifest; null if there is none.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The PowerShell; null if there is none.</returns>
    public static async Task<PowerShellHost?> FindAsync(string? repository, CancellationToken cancellationToken) =>
        OnPath("pwsh") is { } pwsh
            ? new PowerShellHost(pwsh, [], "pwsh on PATH")
            : await FindInToolManifestAsync(repository, cancellationToken);

    /// <summary>Looks for the PowerShell of the repository's .NET tool manifest, and installs it if necessary.</summary>
    /// <param name="repository">The folder of the repository with the tool manifest; null if there is none.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The PowerShell; null if it could not be installed.</returns>
    public static async Task<PowerShellHost?> FindInToolManifestAsync(string? repository, CancellationToken cancellationToken) =>
        await RestoreToolsAsync(repository, cancellationToken)
            ? new PowerShellHost("dotnet", ["tool", "run", "pwsh", "--"], "pwsh of the .NET tool manifest") { WorkingDirectory = repository! }
            : null;

    /// <summary>Restores the repository's .NET tools.</summary>
    /// <param name="repository">The folder of the tool manifest's repository; null when there is none.</param>
    /// <param name="cancellationToken">Ends the restore.</param>
    /// <returns>True when they are there.</returns>
    private static async Task<bool> RestoreToolsAsync(string? repository, CancellationToken cancellationToken)
    {
        if (repository is null || !File.Exists(Path.Combine(repository, ".config", "dotnet-tools.json")))
        {
            return false;
        }

        try
        {
            using Process restore = Process.Start(new ProcessStartInfo("dotnet", ["tool", "restore"])
            {
                WorkingDirectory = repository,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task drained = Task.WhenAll(restore.StandardOutput.ReadToEndAsync(cancellationToken), restore.StandardError.ReadToEndAsync(cancellationToken));
            await restore.WaitForExitAsync(cancellationToken);
            await drained;
            return restore.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>The nearest folder upwards that is the root of this repository.</summary>
    /// <param name="start">Where to start.</param>
    /// <returns>The folder; null when there is none.</returns>
    public static string? RepositoryAbove(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "JobStatus.psd1")) && File.Exists(Path.Combine(folder.FullName, "JobStatus.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    /// <summary>What starts a process in this PowerShell.</summary>
    /// <param name="arguments">The arguments of pwsh.</param>
    /// <returns>What starts it. The environment may be added to.</returns>
    public ProcessStartInfo StartInfo(params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(_file, [.. _leading, .. arguments]);
        if (WorkingDirectory is not null)
        {
            start.WorkingDirectory = WorkingDirectory;
        }

        return start;
    }

    /// <summary>Whether this PowerShell finds a module by its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>True when it does.</returns>
    public async Task<bool> HasModuleAsync(string name, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = StartInfo("-NoLogo", "-NoProfile", "-NonInteractive", "-Command", $"exit [int](-not (Get-Module -Name '{name}' -ListAvailable))");
        using Process search = Process.Start(start)!;
        await search.WaitForExitAsync(cancellationToken);
        return search.ExitCode == 0;
    }

    private string? WorkingDirectory { get; init; }

    private static string? OnPath(string command)
    {
        string name = OperatingSystem.IsWindows() ? command + ".exe" : command;
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
