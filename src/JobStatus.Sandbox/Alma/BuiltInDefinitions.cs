using System.Collections.Generic;

namespace JobStatus.Sandbox.Alma;

/// <summary>
/// The job definitions that exist at startup: at least one for each possible result of a run request.
/// </summary>
internal static class BuiltInDefinitions
{
    public static IReadOnlyList<NewDefinition> Plans { get; } =
    [
        new()
        {
            Id = "M50173",
            Name = "Import Research Assets Files",
            Category = AlmaCategories.ResearchAssets,
        },
        new()
        {
            Id = "S201",
            Name = "Synchronize Changes from CZ",
            Category = AlmaCategories.Repository,
            Schedule = "Every day at 02:00",
            Submittable = false,
        },
        new()
        {
            Id = "M202",
            Name = "Export Physical Items",
            Description = "Writes the items of a set to a file.",
            Category = AlmaCategories.Repository,
            Content = "ITEM",
            Parameters =
            [
                new("set_id", "The set to export", Required: true),
                new("file_format", "The form of the file", Required: true, Default: "XML"),
                new("comment"),
            ],
        },
        new()
        {
            Id = "M203",
            Name = "Rebuild Display Logic",
            Category = AlmaCategories.Repository,
            AllowsOverlap = false,
        },
        new()
        {
            Id = "S204",
            Name = "Import Users from the Student System",
            Category = AlmaCategories.Users,
            Content = "SIS",
            Schedule = "Every day at 02:00",
            Run = new() { Events = 12 },
        },
        new()
        {
            Id = "S205",
            Name = "Metadata Import",
            Category = AlmaCategories.Import,
            Content = "BIB",
            ProfileId = "7001",
            Run = new() { SingleMatches = 12, MultiMatches = 3 },
        },
        new()
        {
            Id = "O206",
            Name = "Index Maintenance",
            Category = AlmaCategories.Repository,
        },
        new()
        {
            Id = "M207",
            Name = "Clean Up and Publish",
            Category = AlmaCategories.Repository,
            MultiTask = true,
        },
    ];
}
