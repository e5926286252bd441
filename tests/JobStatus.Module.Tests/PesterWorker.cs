using System;
using System.Diagnostics;
using System.IO;
using System.IO.Pipes;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Demo;

namespace JobStatus.Module.Tests;

/// <summary>A PowerShell process that runs Pester files one after the other, and the sandbox that they share.</summary>
internal sealed class PesterWorker : IDisposable
{
    private readonly Process _process;
    private readonly NamedPipeServerStream _pipe;
    private readonly StringBuilder _output = new();
    private StreamReader? _reader;
    private StreamWriter? _writer;

    private PesterWorker(Process process, NamedPipeServerStream pipe)
    {
        _process = process;
        _pipe = pipe;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static PesterWorker Start(PowerShellHost powerShell)
    {
        string name = $"JobStatus.{Guid.NewGuid():N}";
        ProcessStartInfo start = powerShell.StartInfo(
            "-NoLogo", "-NoProfile", "-NonInteractive", "-File", Path.Combine(PesterHost.Files, "Invoke-PesterWorker.ps1"),
            "-Pipe", name, "-Pester", PesterHost.PesterManifest);
        start.Environment["JOBSTATUS_TEST_MODULE"] = ModuleFolder.Path;
        start.Environment["JOBSTATUS_TEST_PESTERS"] = PesterHost.Pesters;
        start.Environment["JOBSTATUS_TEST_SANDBOX"] = typeof(SandboxServer).Assembly.Location;
        PesterHost.Prepare(start);
        var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new PesterWorker(process, pipe);
    }

    /// <summary>Runs one Pester file.</summary>
    /// <param name="file">The path of the file, relative to the folder of the Pester files.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The counts as JSON, or null if the process ended or was too slow; and what the process wrote.</returns>
    public async Task<(string? Counts, string Output)> RunAsync(string file, CancellationToken cancellationToken)
    {
        string? counts = null;
        string ending = string.Empty;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PesterHost.Limit);
        try
        {
            if (_reader is null || _writer is null)
            {
                await _pipe.WaitForConnectionAsync(limit.Token);
                _reader = new StreamReader(_pipe);
                _writer = new StreamWriter(_pipe) { AutoFlush = true };
            }

            await _writer.WriteLineAsync(file.AsMemory(), limit.Token);
            counts = await _reader.ReadLineAsync(limit.Token);
        }
        catch (IOException exception)
        {
            ending = $"\nThe process ended: {exception.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ending = $"\nThe file had not finished after {PesterHost.Limit.TotalMinutes} minutes.";
        }

        lock (_output)
        {
            string output = _output.ToString() + ending;
            _output.Clear();
            return (counts, output);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _reader?.Dispose();
        _pipe.Dispose();
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
