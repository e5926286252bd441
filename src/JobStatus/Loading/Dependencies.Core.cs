#if !NETFRAMEWORK
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace JobStatus.Loading;

/// <summary>
/// The module's dependencies on PowerShell 7: in a load context of their own, so that neither they nor those of
/// other modules disturb each other. One assembly is the door to it.
/// </summary>
internal static class Dependencies
{
    private const string Door = "JobStatus.Services";

    private static readonly Lazy<DependencyContext> Context = new(() => new DependencyContext());

    // A module can be imported into many runspaces of one process.
    private static readonly object Gate = new();
    private static int _imports;

    public static void Offer()
    {
        lock (Gate)
        {
            if (_imports++ == 0)
            {
                AssemblyLoadContext.Default.Resolving += OpenDoor;
            }
        }
    }

    public static void Withdraw()
    {
        lock (Gate)
        {
            if (--_imports == 0)
            {
                AssemblyLoadContext.Default.Resolving -= OpenDoor;
            }
        }
    }

    private static Assembly? OpenDoor(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == Door ? Context.Value.LoadFromAssemblyName(name) : null;

    private sealed class DependencyContext : AssemblyLoadContext
    {
        private readonly string _folder =
            Path.Combine(Path.GetDirectoryName(typeof(Dependencies).Assembly.Location)!, "deps");

        private readonly Dictionary<string, string> _framework = FrameworkAssemblies();

        public DependencyContext()
            : base("JobStatus")
        {
        }

        /// <summary>The framework's copy if its version is at least the one asked for, else the module's own.</summary>
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string path = Path.Combine(_folder, assemblyName.Name + ".dll");
            if (!File.Exists(path))
            {
                return null;
            }

            if (_framework.TryGetValue(assemblyName.Name!, out string? framework)
                && AssemblyName.GetAssemblyName(framework).Version >= assemblyName.Version)
            {
                return null;
            }

            return LoadFromAssemblyPath(path);
        }

        private static Dictionary<string, string> FrameworkAssemblies()
        {
            string list = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? string.Empty;
            return list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
                .ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);
        }
    }
}
#endif
