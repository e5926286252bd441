namespace JobStatus.Sandbox.Jobs;

/// <summary>An item of a <see cref="Catalog{T}"/>.</summary>
internal interface ICatalogItem
{
    string Id { get; }
}
