using System.ComponentModel;

namespace JobStatus;

/// <summary>
/// The base class of everything that the services return: runs, definitions, messages and their parts. PowerShell restores
/// these objects when they come from another process.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ServiceObject
{
}
