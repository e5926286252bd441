namespace JobStatus.Sandbox.Alteryx;

/// <summary>The access of the client to the Alteryx APIs that require a curator.</summary>
public enum CuratorAccess
{
    /// <summary>The client is a curator.</summary>
    Granted,

    /// <summary>The client is not a curator. The response is 401.</summary>
    Unauthorized,

    /// <summary>The client is not a curator. The response is 403.</summary>
    Forbidden,
}
