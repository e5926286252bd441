#if !NETFRAMEWORK
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
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

    private static readonly Lazy<DependencyContext> Context = new(() => new DependencyContext());

    // One process can import the module in several runspaces.
    private static readonly object Gate = new();
    private static int _imports;

    public static void Register()
    {
        lock (Gate)
        {
            if (_imports++ == 0)
            {
                AssemblyLoadContext.Default.Resolving += ResolveEntryAssembly;
            }
        }
    }

    public static void Unregister()
    {
        lock (Gate)
        {
            if (--_imports == 0)
            {
                AssemblyLoadContext.Default.Resolving -= ResolveEntryAssembly;
            }
        }
    }

    private static Assembly? ResolveEntryAssembly(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == EntryAssembly ? Context.Value.LoadFromAssemblyName(name) : null;

    private sealed class DependencyContext : AssemblyLoadContext
    {
        private readonly string _folder =
            Path.Combine(Path.GetDirectoryName(typeof(Dependencies).Assembly.Location)!, "deps");

        private readonly Dictionary<string, string> _framework = FrameworkAssemblies();

        public DependencyContext()
            : base("JobStatus")
        {
        }

        /// <summary>
        /// Uses the framework's copy if its version is at least the requested one, otherwise the module's copy.
        /// </summary>
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
                .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);
        }
    }
}
#endif
