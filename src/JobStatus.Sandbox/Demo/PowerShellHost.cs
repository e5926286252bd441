using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Sandbox.Demo;

/// <summary>
/// A PowerShell that can be started: the <c>pwsh</c> on PATH, or else the one in the .NET tool manifest of the repository.
/// </summary>
public sealed class PowerShellHost
{
    // On a machine that has none of the tools yet, one of two concurrent restores fails.
    private static readonly SemaphoreSlim RestoreGate = new(1);

    private readonly string _file;
    private readonly IReadOnlyList<string> _leading;

    private PowerShellHost(string file, IReadOnlyList<string> leading, string origin)
    {
        _file = file;
        _leading = leading;
        Origin = origin;
    }

    /// <summary>A phrase that says where this PowerShell was found, such as "the pwsh on PATH".</summary>
    public string Origin { get; }

    /// <summary>Looks for a PowerShell: first on PATH, then in the repository's .NET tool manifest.</summary>
    /// <param name="repository">The folder of the repository with the tool manifest; null if there is none.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The PowerShell; null if there is none.</returns>
    public static async Task<PowerShellHost?> FindAsync(string? repository, CancellationToken cancellationToken) =>
        OnPath("pwsh") is { } pwsh
            ? new PowerShellHost(pwsh, [], "the pwsh on PATH")
            : await FindInToolManifestAsync(repository, cancellationToken);

    /// <summary>Looks for the PowerShell of the repository's .NET tool manifest, and installs it if necessary.</summary>
    /// <param name="repository">The folder of the repository with the tool manifest; null if there is none.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The PowerShell; null if it could not be installed.</returns>
    public static async Task<PowerShellHost?> FindInToolManifestAsync(string? repository, CancellationToken cancellationToken) =>
        await RestoreToolsAsync(repository, cancellationToken)
            ? new PowerShellHost("dotnet", ["tool", "run", "pwsh", "--"], "the pwsh of the .NET tool manifest")
            {
                WorkingDirectory = repository!,
            }
            : null;

    /// <summary>Finds the root folder of this repository.</summary>
    /// <param name="start">The folder to start from. Its parent folders are searched too.</param>
    /// <returns>The root folder; null if <paramref name="start"/> is not inside the repository.</returns>
    public static string? RepositoryAbove(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "JobStatus.psd1"))
                && File.Exists(Path.Combine(folder.FullName, "JobStatus.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    /// <summary>Describes how to start a process of this PowerShell.</summary>
    /// <param name="arguments">The arguments of pwsh.</param>
    /// <returns>The start information, which the caller can add to, for example environment variables.</returns>
    public ProcessStartInfo StartInfo(params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(_file, [.. _leading, .. arguments]);
        if (WorkingDirectory is not null)
        {
            start.WorkingDirectory = WorkingDirectory;
        }

        return start;
    }

    /// <summary>Checks whether this PowerShell finds a module by its name.</summary>
    /// <param name="name">The name of the module.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>True if it finds the module.</returns>
    public async Task<bool> HasModuleAsync(string name, CancellationToken cancellationToken)
    {
        string command = $"exit [int](-not (Get-Module -Name '{name}' -ListAvailable))";
        ProcessStartInfo start = StartInfo("-NoLogo", "-NoProfile", "-NonInteractive", "-Command", command);
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

    private static async Task<bool> RestoreToolsAsync(string? repository, CancellationToken cancellationToken)
    {
        if (repository is null || !File.Exists(Path.Combine(repository, ".config", "dotnet-tools.json")))
        {
            return false;
        }

        await RestoreGate.WaitAsync(cancellationToken);
        try
        {
            using Process restore = Process.Start(new ProcessStartInfo("dotnet", ["tool", "restore"])
            {
                WorkingDirectory = repository,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task drained = Task.WhenAll(
                restore.StandardOutput.ReadToEndAsync(cancellationToken),
                restore.StandardError.ReadToEndAsync(cancellationToken));
            await restore.WaitForExitAsync(cancellationToken);
            await drained;
            return restore.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
        finally
        {
            RestoreGate.Release();
        }
    }
}
