using System.ComponentModel;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace JobStatus.Loading;

/// <summary>What happens when PowerShell imports and removes the module.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleAssembly : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Makes the job types known and tells the runtime where the module's dependencies are.</summary>
    public void OnImport()
    {
        Dependencies.Offer();

        // [JobStatus.XplentyJob] must work before any cmdlet ran, and nothing else loads its assembly.
        RuntimeHelpers.RunClassConstructor(typeof(RemoteJob).TypeHandle);
    }

    /// <summary>Stops answering for the dependencies. What is loaded stays, for the next import.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => Dependencies.Withdraw();
}
