using System;
using System.Collections.Generic;
using System.Globalization;

namespace JobStatus;

/// <summary>A package in an Xplenty account. Each of its runs is an <see cref="XplentyJob"/>.</summary>
/// <remarks>Source: Integrate.io ETL API, "List Packages" and "Get Package Information".</remarks>
public sealed class XplentyPackage : ServiceObject
{
    /// <summary>The name of the connection that the package was read through.</summary>
    public string? Connection { get; init; }

    /// <summary>The id of the package.</summary>
    public string Id { get; init => field = ObjectId.Set(field, value); } = string.Empty;

    /// <summary>Same as <see cref="Id"/>, as a number. Null if the id is not a number.</summary>
    public long? PackageId
    {
        get => long.TryParse(Id, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
        init => Id = value?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
    }

    /// <summary>The name of the package, or null if Xplenty does not report it.</summary>
    public string? Name { get; init; }

    /// <summary>The description, which can be empty, or null if Xplenty does not report it.</summary>
    public string? Description { get; init; }

    /// <summary>The status, such as active or archived, or null if Xplenty does not report it.</summary>
    public string? Status { get; init; }

    /// <summary>
    /// The type of the package, such as dataflow or workflow, or null if Xplenty does not report it. Lists do not contain it.
    /// </summary>
    public string? FlowType { get; init; }

    /// <summary>The variables of the package and their default values, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = NoData.Dictionary;

    /// <summary>The id of the user who owns the package, or null if Xplenty does not report it.</summary>
    public long? OwnerId { get; init; }

    /// <summary>The id of the workspace that contains the package, or null if Xplenty does not report it.</summary>
    public long? WorkspaceId { get; init; }

    /// <summary>The version of the package, or null if Xplenty does not report it. Lists do not contain it.</summary>
    public string? Version { get; init; }

    /// <summary>The version of the package's flow, or null if Xplenty does not report it. Lists do not contain it.</summary>
    public string? FlowVersion { get; init; }

    /// <summary>
    /// The value of the field package_version, or null if Xplenty does not report it. Lists do not contain it.
    /// </summary>
    public string? PackageVersion { get; init; }

    /// <summary>The value of the field item_id, or null if Xplenty does not report it. Lists do not contain it.</summary>
    public long? ItemId { get; init; }

    /// <summary>The local time when the package was created, or null if Xplenty does not report it.</summary>
    public DateTime? CreatedAt { get => LocalTime.From(CreatedInstant); init => CreatedInstant = LocalTime.ToInstant(value); }

    /// <summary>The local time when the package was last changed, or null if Xplenty does not report it.</summary>
    public DateTime? UpdatedAt { get => LocalTime.From(UpdatedInstant); init => UpdatedInstant = LocalTime.ToInstant(value); }

    /// <summary>The API address of the package, or null if Xplenty does not report it.</summary>
    public Uri? Url { get; init; }

    /// <summary>The address of the package's web page, or null if Xplenty does not report it.</summary>
    public Uri? HtmlUrl { get; init; }

    /// <summary>Other fields that Xplenty sent for the package, by name. Never null.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalData { get; init; } = NoData.Dictionary;

    /// <summary>The instant that <see cref="CreatedAt"/> shows.</summary>
    internal DateTimeOffset? CreatedInstant { get; init; }

    /// <summary>The instant that <see cref="UpdatedAt"/> shows.</summary>
    internal DateTimeOffset? UpdatedInstant { get; init; }

    /// <summary>Returns the name, or the id if there is no name.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => DisplayText.FirstNonEmpty(Name, Id);
}
