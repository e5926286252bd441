namespace JobStatus;

/// <summary>
/// The kinds of errors, which are the same for every service. The name of each kind is also the id of the PowerShell
/// error.
/// </summary>
public enum JobServiceErrorKind
{
    /// <summary>
    /// The specified connection does not exist, or the service has no default connection and its environment variables
    /// are not set.
    /// </summary>
    NotConnected,

    /// <summary>The service rejected the API key, the client credentials, or the access token.</summary>
    AuthenticationFailed,

    /// <summary>The credentials are valid, but do not have the permission that the request requires.</summary>
    AccessDenied,

    /// <summary>The service has no job or run with this id.</summary>
    JobNotFound,

    /// <summary>The service, or a check before the request, rejected a value.</summary>
    InvalidRequest,

    /// <summary>The request conflicts with a running job.</summary>
    ResourceBusy,

    /// <summary>A rate limit, the hourly quota of Xplenty, or a limit on job starts was reached.</summary>
    LimitReached,

    /// <summary>The daily quota of Alma is exhausted.</summary>
    QuotaExhausted,

    /// <summary>The server version does not support the call.</summary>
    NotSupportedByServer,

    /// <summary>The service could not be reached or did not respond successfully, even after the retries.</summary>
    ServiceUnavailable,

    /// <summary>The TLS connection failed, the server redirects to another host, or the address does not use HTTPS.</summary>
    UntrustedServer,

    /// <summary>The response is unreadable, truncated, too large, or not what was requested.</summary>
    UnexpectedResponse,

    /// <summary>A file with this name already exists.</summary>
    FileExists,

    /// <summary>A file could not be written.</summary>
    WriteFailed,

    /// <summary>The deadline of the wait passed before the run finished.</summary>
    WaitTimeout,

    /// <summary>The run did not succeed, and the caller requested an error for that.</summary>
    JobFailed,
}
