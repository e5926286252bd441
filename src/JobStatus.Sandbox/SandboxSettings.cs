using JobStatus.Sandbox.Alteryx;

namespace JobStatus.Sandbox;

/// <summary>The keys, limits and other settings of the three services.</summary>
public sealed record SandboxSettings
{
    /// <summary>
    /// Whether the sandbox rejects requests that the services accept but their documentation does not describe. For tests of
    /// a client's own requests.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>The Alma API key with read and write permission. If empty, there is no such key.</summary>
    public string AlmaKey { get; init; } = "sandbox-alma-key";

    /// <summary>The Alma API key with read permission only. If empty, there is no such key.</summary>
    public string AlmaReadOnlyKey { get; init; } = "sandbox-alma-readonly-key";

    /// <summary>The maximum number of concurrent runs that were started through the Alma API.</summary>
    public int AlmaRunsAtOnce { get; init; } = 3;

    /// <summary>The maximum number of starts of one job per hour through the Alma API.</summary>
    public int AlmaStartsPerHour { get; init; } = 5;

    /// <summary>
    /// Whether lists of Alma runs contain all fields. If false, some fields require reading the run by its id.
    /// </summary>
    public bool AlmaListsFullInstances { get; init; } = true;

    /// <summary>The daily quota of Alma. Days are in UTC.</summary>
    public int AlmaRequestsPerDay { get; init; } = 100_000;

    /// <summary>The rate limit of Alma in requests per second, or null for no limit.</summary>
    public int? AlmaRequestsPerSecond { get; init; }

    /// <summary>The Xplenty API key. If empty, every key is rejected.</summary>
    public string XplentyKey { get; init; } = "sandbox-xplenty-key";

    /// <summary>The hourly quota of Xplenty.</summary>
    public int XplentyRequestsPerHour { get; init; } = 5000;

    /// <summary>The time between a stop request and the stop of an Xplenty job, in seconds.</summary>
    public double XplentyStopSeconds { get; init; } = 5;

    /// <summary>The time until an Xplenty cluster that a client creates is available, in seconds.</summary>
    public double XplentyClusterSeconds { get; init; } = 1;

    /// <summary>
    /// The number of jobs that are created after each page of the Xplenty job list, so that the list shifts.
    /// </summary>
    public int XplentyJobsBetweenPages { get; init; }

    /// <summary>The Alteryx client id. If empty, every token request is rejected.</summary>
    public string AlteryxClientId { get; init; } = "sandbox-client";

    /// <summary>The Alteryx client secret. If empty, every token request is rejected.</summary>
    public string AlteryxClientSecret { get; init; } = "sandbox-secret";

    /// <summary>The ways in which Alteryx accepts the client id and secret.</summary>
    public ClientAuthentication AlteryxClientAuthentication { get; init; }

    /// <summary>The lifetime of new Alteryx access tokens, in seconds.</summary>
    public int AlteryxTokenSeconds { get; init; } = 3600;

    /// <summary>
    /// Whether Alteryx lists schedules with all fields if a request asks for the full view. If false, whether a schedule is enabled
    /// requires reading the schedule by its id.
    /// </summary>
    public bool AlteryxListsFullSchedules { get; init; } = true;

    /// <summary>Whether Alteryx Server supports the APIs of newer versions.</summary>
    public NewerCalls AlteryxNewerCalls { get; init; }

    /// <summary>Whether the Alteryx client can use the APIs that require a curator.</summary>
    public CuratorAccess AlteryxCurator { get; init; }
}
