namespace JobStatus;

/// <summary>What went wrong, in words that mean the same at every service. Each is also the id of its PowerShell error.</summary>
public enum JobServiceErrorKind
{
    /// <summary>There is no connection to the service, and no environment variables stand in for one.</summary>
    NotConnected,

    /// <summary>The service refused the key, the client or the token.</summary>
    AuthenticationFailed,

    /// <summary>The service knows who asks and does not allow it.</summary>
    AccessDenied,

    /// <summary>The service knows no such job or run.</summary>
    JobNotFound,

    /// <summary>The service, or a check before asking it, names a value that it cannot take.</summary>
    InvalidRequest,

    /// <summary>The request overlaps a job that runs.</summary>
    ResourceBusy,

    /// <summary>A rate or a limit of starts was reached, after the retries.</summary>
    LimitReached,

    /// <summary>The day's allowance is spent.</summary>
    QuotaExhausted,

    /// <summary>The server is too old for the call.</summary>
    NotSupportedByServer,

    /// <summary>The service could not be reached or could not answer, after the retries.</summary>
    ServiceUnavailable,

    /// <summary>The server could not prove who it is, or leads somewhere else, or is asked without encryption.</summary>
    UntrustedServer,

    /// <summary>The answer is unreadable, truncated, too large, or not what was asked for.</summary>
    UnexpectedResponse,

    /// <summary>A file of that name is there already.</summary>
    FileExists,

    /// <summary>A file could not be written.</summary>
    WriteFailed,

    /// <summary>The deadline of a wait passed before the run finished.</summary>
    WaitTimeout,

    /// <summary>The run finished and failed, and the caller asked for that to be an error.</summary>
    JobFailed,
}
