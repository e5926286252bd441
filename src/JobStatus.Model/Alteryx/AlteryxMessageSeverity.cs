namespace JobStatus;

/// <summary>The severity of an Alteryx job message. The values are the known status numbers.</summary>
public enum AlteryxMessageSeverity
{
    /// <summary>The status number is not known.</summary>
    Unknown = 0,

    /// <summary>An informational message.</summary>
    Information = 1,

    /// <summary>A warning.</summary>
    Warning = 2,

    /// <summary>An error.</summary>
    Error = 3,

    /// <summary>A field could not be converted.</summary>
    FieldConversionError = 5,

    /// <summary>The limit for conversion errors was reached.</summary>
    ConversionLimitReached = 6,

    /// <summary>Disk space is low.</summary>
    LowDiskSpace = 20,
}
