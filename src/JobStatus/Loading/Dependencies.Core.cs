#if !NETFRAMEWORK
using System;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace JobStatus.Loading;

/// <summary>
/// Loads the module's dependencies on PowerShell 7. They have a load context of their own, so that they cannot conflict
/// with the dependencies of PowerShell or of other modules. When the default context requests the entry assembly, the
/// assembly is loaded into the module's context, and everything that it references is resolved there too.
/// </summary>
internal static class Dependencies
{
    private const string EntryAssembly = "JobStatus.Services";
    private const string Model = "JobStatus.Model";

    // The runtime ignores the native code in an image for another major version. It cannot load an image for another
    // platform at all.
    private const int ImageRuntimeVersion = 10;

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(Dependencies).Assembly.Location)!, "deps");

    // One process can import the module in several runspaces.
    private static readonly object Gate = new();
    private static int _imports;
    private static DependencyContext? _context;

    public static void Register()
    {
        lock (Gate)
        {
            if (_imports++ == 0)
            {
                AssemblyLoadContext.Default.Resolving += Resolve;
            }
        }
    }

    public static void Unregister()
    {
        lock (Gate)
        {
            if (--_imports == 0)
            {
                AssemblyLoadContext.Default.Resolving -= Resolve;
            }
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        switch (name.Name)
        {
            case EntryAssembly:
                lock (Gate)
                {
                    _context ??= new DependencyContext();
                }

                return _context.LoadFromAssemblyName(name);

            // Without an image, the runtime finds this assembly next to the module's own.
            case Model when FindImage(Model) is { } image:
                return context.LoadFromAssemblyPath(image);

            default:
                return null;
        }
    }

    /// <summary>
    /// Returns the path of the ready-to-run image of an assembly for this runtime and platform. Returns null if there is
    /// none; only a packaged module contains images.
    /// </summary>
    private static string? FindImage(string name)
    {
        if (Environment.Version.Major != ImageRuntimeVersion)
        {
            return null;
        }

        string system = OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsLinux() ? "linux"
            : OperatingSystem.IsMacOS() ? "osx"
            : string.Empty;
        string architecture = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.Arm64 => "arm64",
            _ => string.Empty,
        };
        string path = Path.Combine(Folder, system + "-" + architecture, name + ".dll");
        return File.Exists(path) ? path : null;
    }

    private sealed class DependencyContext : AssemblyLoadContext
    {
        private readonly string[] _framework =
            (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? string.Empty).Split(Path.PathSeparator);

        public DependencyContext()
            : base("JobStatus")
        {
        }

        /// <summary>
        /// Uses the framework's copy if its version is at least the requested one, otherwise the module's copy.
        /// </summary>
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string file = assemblyName.Name + ".dll";
            string path = Path.Combine(Folder, file);
            if (!File.Exists(path))
            {
                return null;
            }

            foreach (string framework in _framework)
            {
                if (Path.GetFileName(framework).Equals(file, StringComparison.OrdinalIgnoreCase)
                    && AssemblyName.GetAssemblyName(framework).Version >= assemblyName.Version)
                {
                    return null;
                }
            }

            return LoadFromAssemblyPath(FindImage(assemblyName.Name!) ?? path);
        }
    }
}
#endif
