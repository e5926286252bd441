namespace JobStatus;

/// <summary>Special cases of errors for which the recommended action of their kind is not specific enough.</summary>
internal enum JobServiceErrorReason
{
    /// <summary>The proxy requires credentials.</summary>
    ProxyCredentialsRequired,

    /// <summary>The certificate of the server could not be validated.</summary>
    CertificateNotTrusted,

    /// <summary>The address uses HTTP without encryption.</summary>
    AddressNotEncrypted,

    /// <summary>The address in an environment variable uses HTTP instead of HTTPS.</summary>
    EnvironmentAddressNotEncrypted,

    /// <summary>Neither an Alma region nor an address was specified.</summary>
    AlmaRegionMissing,

    /// <summary>The id of an Alma job is required, because Alma does not report it.</summary>
    AlmaJobIdUnknown,

    /// <summary>No address of an Alteryx Server was specified.</summary>
    AlteryxAddressMissing,

    /// <summary>A wait ended during a pause that the service requested.</summary>
    WaitDuringPause,

    /// <summary>A wait ended before the job could be read.</summary>
    WaitWithoutStatus,

    /// <summary>A wait ended, and the status of the job does not show whether the job has finished.</summary>
    WaitWithUnknownState,

    /// <summary>A wait ended before the retry of a failed job was found.</summary>
    WaitWithoutRetry,

    /// <summary>A job failed, and its service is expected to repeat it as another job.</summary>
    RetryExpected,

    /// <summary>The same command has already saved another file under the name.</summary>
    FileSavedByCommand,
}
