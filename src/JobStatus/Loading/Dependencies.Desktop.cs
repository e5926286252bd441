#if NETFRAMEWORK
using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace JobStatus.Loading;

/// <summary>
/// The module's dependencies on Windows PowerShell, which has one load context for all: requests of the module's
/// own assemblies are answered from its own folder, whatever version they name.
/// </summary>
internal static class Dependencies
{
    private static readonly string ModuleFolder = Path.GetDirectoryName(typeof(Dependencies).Assembly.Location);

    // A module can be imported into many runspaces of one process.
    private static readonly object Gate = new();
    private static int _imports;

    public static void Offer()
    {
        lock (Gate)
        {
            if (_imports++ == 0)
            {
                AppDomain.CurrentDomain.AssemblyResolve += Resolve;
            }
        }
    }

    public static void Withdraw()
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
        if (request.RequestingAssembly is not { IsDynamic: false } asking
            || !asking.Location.StartsWith(ModuleFolder + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // What lies in deps refers to the model beside the face too, and its own folder is all that the runtime looks in.
        string file = new AssemblyName(request.Name).Name + ".dll";
        return new[] { Path.Combine(ModuleFolder, "deps", file), Path.Combine(ModuleFolder, file) }
            .Where(File.Exists)
            .Select(Assembly.LoadFrom)
            .FirstOrDefault();
    }
}
#endif
