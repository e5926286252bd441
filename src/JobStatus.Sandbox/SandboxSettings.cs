using JobStatus.Sandbox.Alteryx;

namespace JobStatus.Sandbox;

/// <summary>The keys and limits of the three services.</summary>
public sealed record SandboxSettings
{
    /// <summary>The key that Alma takes; empty for none.</summary>
    public string AlmaKey { get; init; } = "sandbox-alma-key";

    /// <summary>The key that Alma takes for what changes nothing; empty for none.</summary>
    public string AlmaReadOnlyKey { get; init; } = "sandbox-alma-readonly-key";

    /// <summary>How many runs that the API started Alma lets run at a time.</summary>
    public int AlmaRunsAtOnce { get; init; } = 3;

    /// <summary>How often Alma lets the API start a job within an hour.</summary>
    public int AlmaStartsPerHour { get; init; } = 5;

    /// <summary>Whether Alma's lists of runs show all that a single read shows.</summary>
    public bool AlmaListsFullInstances { get; init; } = true;

    /// <summary>How many requests Alma takes in a day (UTC).</summary>
    public int AlmaRequestsPerDay { get; init; } = 100_000;

    /// <summary>How many requests Alma takes in a second; null for no such limit.</summary>
    public int? AlmaRequestsPerSecond { get; init; }

    /// <summary>The key that Xplenty takes; empty for none.</summary>
    public string XplentyKey { get; init; } = "sandbox-xplenty-key";

    /// <summary>How many requests Xplenty takes in an hour.</summary>
    public int XplentyRequestsPerHour { get; init; } = 5000;

    /// <summary>How many seconds an Xplenty job goes on after somebody has asked for it to stop.</summary>
    public double XplentyStopSeconds { get; init; } = 5;

    /// <summary>How many new jobs appear at Xplenty after each page of the list of jobs, so that the list shifts.</summary>
    public int XplentyJobsBetweenPages { get; init; }

    /// <summary>The client id that Alteryx gives tokens to; empty for none.</summary>
    public string AlteryxClientId { get; init; } = "sandbox-client";

    /// <summary>The secret that goes with the client id.</summary>
    public string AlteryxClientSecret { get; init; } = "sandbox-secret";

    /// <summary>How the client id and secret may be shown.</summary>
    public ClientAuthentication AlteryxClientAuthentication { get; init; }

    /// <summary>How many seconds a new Alteryx token lives.</summary>
    public int AlteryxTokenSeconds { get; init; } = 3600;

    /// <summary>Whether the Alteryx Server has the calls that came later.</summary>
    public NewerCalls AlteryxNewerCalls { get; init; }

    /// <summary>Whether the Alteryx client may make the calls that are for curators.</summary>
    public CuratorAccess AlteryxCurator { get; init; }
}
