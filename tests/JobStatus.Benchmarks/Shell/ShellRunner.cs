using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Demo;

namespace JobStatus.Benchmarks.Shell;

/// <summary>
/// Runs commands in pwsh processes. Their environment contains the path of the packaged module, the path of the
/// almost empty module that it is compared with, and the sandbox connections.
/// </summary>
internal sealed class ShellRunner
{
    /// <summary>The program that runs a command in a terminal, which only Linux has in this form.</summary>
    public const string TerminalCommand = "/usr/bin/script";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    private readonly PowerShellHost _host;
    private readonly SandboxServer _server;
    private readonly string _emptyModule;
    private readonly TimeSpan _timeout;

    public ShellRunner(PowerShellHost host, SandboxServer server, string emptyModule, TimeSpan? timeout = null)
    {
        _host = host;
        _server = server;
        _emptyModule = emptyModule;
        _timeout = timeout ?? DefaultTimeout;
        if (!File.Exists(ModuleManifest))
        {
            throw new InvalidOperationException("The packaged module is missing. Run the benchmarks with -c Release.");
        }
    }

    /// <summary>The path of the packaged module.</summary>
    public string ModuleManifest { get; } = Path.Combine(AppContext.BaseDirectory, "module", "JobStatus", "JobStatus.psd1");

    /// <summary>Runs a command in a new process, and returns the duration of the process in milliseconds.</summary>
    public async Task<double> TimeAsync(string command)
    {
        var watch = Stopwatch.StartNew();
        await RunAsync(command);
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>Runs a command in a new process, with additional environment variables, and returns its output.</summary>
    public Task<string> RunAsync(string command, Dictionary<string, string>? variables = null) =>
        RunAsync(["-Command", command], variables);

    /// <summary>
    /// Runs a command in a new process, and returns the number of the module's methods that the JIT compiler compiled,
    /// including the framework's generic methods for types of the module.
    /// </summary>
    public async Task<int> CountCompiledMethodsAsync(string command)
    {
        string list = Path.GetTempFileName();
        try
        {
            // A runtime that writes this list can crash when it exits.
            await RunAsync(
                ["-Command", command],
                new() { ["DOTNET_JitStdOutFile"] = list, ["DOTNET_JitDisasmSummary"] = "1" },
                mayFail: true);
            return File.ReadLines(list).Count(line => line.Contains("JobStatus", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(list);
        }
    }

    /// <summary>Runs a script that is embedded in this assembly, and returns its output.</summary>
    public Task<string> RunScriptAsync(string name, string[] arguments) =>
        WithScriptAsync(name, path => RunAsync(["-File", path, .. arguments]));

    /// <summary>Runs a script that is embedded in this assembly in a terminal of 200 columns and 50 lines.</summary>
    public Task RunInTerminalAsync(string name, string[] arguments) => WithScriptAsync(name, path =>
    {
        ProcessStartInfo start = CreateStart(["-File", path, .. arguments]);
        string command = string.Join(' ', new[] { start.FileName }.Concat(start.ArgumentList).Select(part => $"'{part}'"));
        start.FileName = TerminalCommand;
        start.ArgumentList.Clear();
        foreach (string part in new[] { "-qec", $"stty cols 200 rows 50; {command}", "/dev/null" })
        {
            start.ArgumentList.Add(part);
        }

        return RunAsync(start);
    });

    private static async Task<string> WithScriptAsync(string name, Func<string, Task<string>> run)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.{name}");
        try
        {
            await using (Stream script = typeof(ShellRunner).Assembly.GetManifestResourceStream(name)!)
            await using (FileStream file = File.Create(path))
            {
                await script.CopyToAsync(file);
            }

            return await run(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private Task<string> RunAsync(string[] arguments, Dictionary<string, string>? variables = null, bool mayFail = false) =>
        RunAsync(CreateStart(arguments, variables), mayFail);

    private ProcessStartInfo CreateStart(string[] arguments, Dictionary<string, string>? variables = null)
    {
        ProcessStartInfo start = _host.StartInfo(["-NoProfile", "-NonInteractive", .. arguments]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach ((string name, string value) in GetEnvironment().Concat(variables ?? []))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private async Task<string> RunAsync(ProcessStartInfo start, bool mayFail = false)
    {
        using var timeout = new CancellationTokenSource(_timeout);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            return mayFail || (process.ExitCode == 0 && (await errors).Length == 0)
                ? await output
                : throw new InvalidOperationException($"pwsh exited with code {process.ExitCode}: {await errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private IEnumerable<KeyValuePair<string, string>> GetEnvironment()
    {
        foreach (KeyValuePair<string, string> variable in _server.EnvironmentVariables)
        {
            yield return variable;
        }

        string key = _server.EnvironmentVariables["XPLENTY_API_KEY"];
        yield return new("XPLENTY_AUTHORIZATION", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        yield return new("JOBSTATUS_MODULE", ModuleManifest);
        yield return new("EMPTY_MODULE", Path.Combine(_emptyModule, "Empty.psd1"));
    }
}
