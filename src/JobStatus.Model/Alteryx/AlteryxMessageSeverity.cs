namespace JobStatus;

/// <summary>How much a message of an Alteryx job matters: the known values of its status number.</summary>
public enum AlteryxMessageSeverity
{
    /// <summary>A number that is not known here.</summary>
    Unknown = 0,

    /// <summary>Information.</summary>
    Information = 1,

    /// <summary>A warning.</summary>
    Warning = 2,

    /// <summary>An error.</summary>
    Error = 3,

    /// <summary>A field could not be converted.</summary>
    FieldConversionError = 5,

    /// <summary>The limit of conversion errors was reached.</summary>
    ConversionLimitReached = 6,

    /// <summary>There is little disk space left.</summary>
    LowDiskSpace = 20,
}
