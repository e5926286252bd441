using System.Collections.Generic;

namespace JobStatus.Sandbox.Alma;

/// <summary>The job categories for which the sandbox has a description.</summary>
internal static class AlmaCategories
{
    public const string Import = "IMPORT";
    public const string Repository = "REPOSITORY";
    public const string ResearchAssets = "RESEARCH_ASSETS";
    public const string Sandbox = "SANDBOX";
    public const string Users = "USERS";

    public static IReadOnlyDictionary<string, string> Descriptions { get; } = new Dictionary<string, string>
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
