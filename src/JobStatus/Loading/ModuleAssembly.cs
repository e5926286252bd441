using System.ComponentModel;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace JobStatus.Loading;

/// <summary>Runs when PowerShell imports or removes the module.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleAssembly : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>
    /// Registers the resolver for the module's dependencies and loads the assembly that contains the job types.
    /// </summary>
    public void OnImport()
    {
        Dependencies.Register();
        LoadModel();
    }

    /// <summary>Unregisters the resolver. Assemblies that are already loaded stay loaded for the next import.</summary>
    /// <param name="psModuleInfo">The module that PowerShell removes.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => Dependencies.Unregister();

    // [JobStatus.XplentyJob] must work before the first cmdlet runs, and nothing else loads its assembly at import. This
    // is a separate method, because the JIT compiler loads the assembly when it compiles the method.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadModel() => RuntimeHelpers.RunClassConstructor(typeof(RemoteJob).TypeHandle);
}
