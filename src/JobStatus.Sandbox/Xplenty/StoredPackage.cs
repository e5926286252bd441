using System.Globalization;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>A package as <see cref="PackageCatalog"/> keeps it.</summary>
internal sealed record StoredPackage(string Id, NewPackage Plan) : ICatalogItem
{
    internal long Number { get; } = long.Parse(Id, CultureInfo.InvariantCulture);

    internal string Name { get; } = Plan.Name ?? $"Sandbox package {Id}";

    internal SandboxPackage ToSandboxPackage() => new(Number, Name);
}
