using System.Collections.Generic;

namespace JobStatus;

/// <summary>A package that an Xplenty schedule runs.</summary>
/// <remarks>Source: Integrate.io ETL API, "Get Schedule Information".</remarks>
public sealed class XplentySchedulePackage : ServiceObject
{
    /// <summary>The id of the package, or null if Xplenty does not report it.</summary>
    public long? PackageId { get; init; }

    /// <summary>The variables that the schedule passes to the package. Never null.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = NoData.Dictionary;

    /// <summary>Other fields that Xplenty sent for the package, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>Returns the id.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{PackageId}";
}
