namespace JobStatus.Sandbox.Jobs;

/// <summary>What a <see cref="Catalog{T}"/> keeps.</summary>
internal interface ICatalogItem
{
    string Id { get; }
}
