namespace JobStatus;

/// <summary>
/// The kinds of errors, which are the same for every service. The name of each kind is also the id of the PowerShell
/// error.
/// </summary>
public enum JobServiceErrorKind
{
    /// <summary>There is no connection to the service, and the environment variables of the service are not set.</summary>
    NotConnected,

    /// <summary>The service rejected the API key, the client credentials, or the access token.</summary>
    AuthenticationFailed,

    /// <summary>The credentials are valid, but the service does not allow the request.</summary>
    AccessDenied,

    /// <summary>The service has no job or run with this id.</summary>
    JobNotFound,

    /// <summary>The service, or a check before the request, rejected a value.</summary>
    InvalidRequest,

    /// <summary>The request conflicts with a running job.</summary>
    ResourceBusy,

    /// <summary>A rate limit or a limit on job starts is still exceeded after the retries.</summary>
    LimitReached,

    /// <summary>The daily quota is exhausted.</summary>
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
