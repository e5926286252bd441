using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Threading.Tasks;
using JobStatus.Benchmarks.Shell;

namespace JobStatus.Benchmarks.Soak;

/// <summary>
/// Saves jobs with Export-Clixml, loads and saves them in a new pwsh process, and loads them with Import-Clixml. This process
/// has the jobs as .NET objects, so it hosts the engine of the same PowerShell to run the two commands.
/// </summary>
internal sealed class SavedJobs : IDisposable
{
    private const string PassThrough =
        "Import-Module $env:JOBSTATUS_MODULE; "
        + "$jobs = @(Import-Clixml $env:SAVED_JOBS); "
        + "if (@($jobs | Where-Object { $_ -isnot [JobStatus.RemoteJob] })) { throw 'An object is not a job.' }; "
        + "$jobs | Export-Clixml $env:SAVED_JOBS";

    private readonly ShellRunner _shell;
    private readonly string _path = Path.GetTempFileName();

    private SavedJobs(ShellRunner shell)
    {
        _shell = shell;
    }

    public static async Task<SavedJobs> CreateAsync(ShellRunner shell)
    {
        string home = (await shell.RunAsync("$PSHOME")).Trim();
        var assemblies = new AssemblyDependencyResolver(Path.Combine(home, "pwsh.dll"));
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            assemblies.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            assemblies.ResolveUnmanagedDllToPath(name) is { } path ? NativeLibrary.Load(path) : IntPtr.Zero;
        return new SavedJobs(shell);
    }

    /// <summary>Returns the jobs as a process restores them that was started after the jobs were saved.</summary>
    public async Task<IReadOnlyList<RemoteJob>> SaveAndLoadAsync(IReadOnlyCollection<RemoteJob> jobs)
    {
        if (jobs.Count == 0)
        {
            return [];
        }

        Invoke(_shell.ModuleManifest, "Export-Clixml", _path, jobs);
        await _shell.RunAsync(PassThrough, new() { ["SAVED_JOBS"] = _path });
        return Invoke(_shell.ModuleManifest, "Import-Clixml", _path, input: null);
    }

    public void Dispose() => File.Delete(_path);

    // The assembly of PowerShell must not be needed before the handler is registered that finds it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<RemoteJob> Invoke(string module, string command, string path, IEnumerable? input)
    {
        using var shell = PowerShell.Create(InitialSessionState.CreateDefault2());
        shell.AddCommand("Import-Module").AddArgument(module).Invoke();
        shell.Commands.Clear();
        shell.AddCommand(command).AddParameter("LiteralPath", path).AddParameter("ErrorAction", "Stop");
        return [.. shell.Invoke(input).Select(item => (RemoteJob)item.BaseObject)];
    }
}
