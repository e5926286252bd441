namespace JobStatus.Sandbox;

/// <summary>The keys and limits of the three services.</summary>
public sealed record SandboxSettings
{
    /// <summary>The key that Alma takes; empty for none.</summary>
    public string AlmaKey { get; init; } = "sandbox-alma-key";

    /// <summary>How many requests Alma takes in a day (UTC).</summary>
    public int AlmaRequestsPerDay { get; init; } = 100_000;

    /// <summary>How many requests Alma takes in a second; null for no such limit.</summary>
    public int? AlmaRequestsPerSecond { get; init; }

    /// <summary>The key that Xplenty takes; empty for none.</summary>
    public string XplentyKey { get; init; } = "sandbox-xplenty-key";

    /// <summary>How many requests Xplenty takes in an hour.</summary>
    public int XplentyRequestsPerHour { get; init; } = 5000;

    /// <summary>The client id that Alteryx gives tokens to; empty for none.</summary>
    public string AlteryxClientId { get; init; } = "sandbox-client";

    /// <summary>The secret that goes with the client id.</summary>
    public string AlteryxClientSecret { get; init; } = "sandbox-secret";

    /// <summary>How the client id and secret may be shown.</summary>
    public ClientAuthentication AlteryxClientAuthentication { get; init; }

    /// <summary>How many seconds a new Alteryx token lives.</summary>
    public int AlteryxTokenSeconds { get; init; } = 3600;

    /// <summary>Whether the Alteryx client may make the calls that are for curators.</summary>
    public CuratorAccess AlteryxCurator { get; init; }
}
