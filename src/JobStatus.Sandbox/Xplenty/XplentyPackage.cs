using System.Globalization;

namespace JobStatus.Sandbox;

/// <summary>A package as <see cref="XplentyPackages"/> keeps it.</summary>
internal sealed record XplentyPackage(string Id, NewPackage Plan) : ICatalogItem
{
    internal long Number { get; } = long.Parse(Id, CultureInfo.InvariantCulture);

    internal string Name { get; } = Plan.Name ?? $"Sandbox package {Id}";

    internal SandboxPackage ToSandboxPackage() => new(Number, Name);
}
