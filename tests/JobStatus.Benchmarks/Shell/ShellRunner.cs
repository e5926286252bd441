using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Demo;

namespace JobStatus.Benchmarks.Shell;

/// <summary>Runs commands in processes of a PowerShell that knows the built module and the sandbox.</summary>
internal sealed class ShellRunner
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly PowerShellHost _host;
    private readonly SandboxServer _server;
    private readonly string _module;

    public ShellRunner(PowerShellHost host, SandboxServer server)
    {
        _host = host;
        _server = server;
        _module = Path.Combine(
            PowerShellHost.RepositoryAbove(AppContext.BaseDirectory) ?? throw new InvalidOperationException("The repository is not above the benchmarks."),
            "out",
            "JobStatus");
    }

    /// <summary>How long a process with this command takes from start to end, in milliseconds.</summary>
    public async Task<double> TimeAsync(string command)
    {
        var watch = Stopwatch.StartNew();
        await RunAsync(command);
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>What a process with this command writes.</summary>
    public Task<string> RunAsync(string command) => RunAsync("-Command", command);

    /// <summary>What a script of this assembly writes.</summary>
    public async Task<string> RunScriptAsync(string name, string[] arguments)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.{name}");
        try
        {
            await using (Stream script = typeof(ShellRunner).Assembly.GetManifestResourceStream(name)!)
            await using (FileStream file = File.Create(path))
            {
                await script.CopyToAsync(file);
            }

            return await RunAsync(["-File", path, .. arguments]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = _host.StartInfo(["-NoProfile", "-NonInteractive", .. arguments]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach ((string name, string value) in Environment())
        {
            start.Environment[name] = value;
        }

        using var patience = new CancellationTokenSource(Longest);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0 && (await errors).Length == 0
                ? await output
                : throw new InvalidOperationException($"pwsh ended with {process.ExitCode}: {await errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Environment()
    {
        foreach (KeyValuePair<string, string> variable in _server.EnvironmentVariables)
        {
            yield return variable;
        }

        string key = _server.EnvironmentVariables["XPLENTY_API_KEY"];
        yield return new("XPLENTY_AUTHORIZATION", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        yield return new("JOBSTATUS_MODULE", _module);
    }
}
