using System.Collections.Generic;

namespace JobStatus.Sandbox.Alma;

/// <summary>The categories of Alma's jobs that the sandbox has words for.</summary>
internal static class AlmaCategories
{
    internal const string Import = "IMPORT";
    internal const string Repository = "REPOSITORY";
    internal const string ResearchAssets = "RESEARCH_ASSETS";
    internal const string Sandbox = "SANDBOX";
    internal const string Users = "USERS";

    internal static IReadOnlyDictionary<string, string> Descriptions { get; } = new Dictionary<string, string>
    {
        ["ACQUISITION"] = "Acquisition",
        ["FULFILLMENT"] = "Fulfillment",
        [Import] = "Import",
        ["PUBLISHING"] = "Publishing",
        [Repository] = "Repository",
        [ResearchAssets] = "Research Assets",
        [Sandbox] = "Sandbox",
        [Users] = "Users",
    };
}
