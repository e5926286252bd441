#if NETFRAMEWORK
using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace JobStatus.Loading;

/// <summary>
/// Loads the module's dependencies on Windows PowerShell, which has a single load context. Requests from the module's
/// own assemblies are resolved from the module's folder, whatever version they name.
/// </summary>
internal static class Dependencies
{
    private static readonly string ModuleFolder = Path.GetDirectoryName(typeof(Dependencies).Assembly.Location);

    // One process can import the module in several runspaces.
    private static readonly object Gate = new();
    private static int _imports;

    public static void Register()
    {
        lock (Gate)
        {
            if (_imports++ == 0)
            {
                AppDomain.CurrentDomain.AssemblyResolve += Resolve;
            }
        }
    }

    public static void Unregister()
    {
        lock (Gate)
        {
            if (--_imports == 0)
            {
                AppDomain.CurrentDomain.AssemblyResolve -= Resolve;
            }
        }
    }

    private static Assembly? Resolve(object sender, ResolveEventArgs request)
    {
        if (request.RequestingAssembly is not { IsDynamic: false } requester
            || !requester.Location.StartsWith(ModuleFolder + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // The assemblies in deps also reference JobStatus.Model, which is in the parent folder. The runtime searches
        // only the folder of the requesting assembly.
        string file = new AssemblyName(request.Name).Name + ".dll";
        return new[] { Path.Combine(ModuleFolder, "deps", file), Path.Combine(ModuleFolder, file) }
            .Where(File.Exists)
            .Select(Assembly.LoadFrom)
            .FirstOrDefault();
    }
}
#endif
