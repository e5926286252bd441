using System.Globalization;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>A package in the <see cref="PackageCatalog"/>.</summary>
internal sealed record StoredPackage(string Id, NewPackage Plan) : ICatalogItem
{
    public long Number { get; } = long.Parse(Id, CultureInfo.InvariantCulture);

    public string Name { get; } = Plan.Name ?? $"Sandbox package {Id}";

    public SandboxPackage ToSandboxPackage() => new(Number, Name);
}
