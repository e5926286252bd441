namespace JobStatus.Sandbox.Alteryx;

/// <summary>What becomes of the Alteryx calls that only curators may make.</summary>
public enum CuratorAccess
{
    /// <summary>The client is a curator.</summary>
    Granted,

    /// <summary>The client is not, and is answered 401.</summary>
    Unauthorized,

    /// <summary>The client is not, and is answered 403.</summary>
    Forbidden,
}
