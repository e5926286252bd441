using System;
using System.IO;
using System.Linq;
using JobStatus.Sandbox.Demo;
using JobStatus.Tests;
using Xunit;

namespace JobStatus.Services.Tests.Faults;

/// <summary>Tests that docs/reliability.md contains the rows that are tested.</summary>
public sealed class ReliabilityDocumentTests
{
    private const string TableHeader = "| fault | one read | a list | a wait |";

    [Fact]
    public void The_document_contains_exactly_the_tested_rows()
    {
        string[] tested =
        [
            .. FaultRows.All.GroupBy(row => row.Group).SelectMany(group => group
                .Select(row => $"| {row.Name} | {row.Read.Text} | {row.List.Text} | {row.Wait.Text} |")
                .Prepend($"## {group.Key}")),
        ];

        int tests = FaultRows.All.Sum(row => row.Services.Count) * 3;
        Figures.Report($"{FaultRows.All.Count} faults in a read, a list and a wait, for each affected service: {tests} tests");
        Assert.Equal(string.Join('\n', tested), string.Join('\n', Documented()));
    }

    [Fact]
    public void The_names_of_the_rows_are_unique() =>
        Assert.Equal(FaultRows.All.Count, FaultRows.All.Select(row => row.Name).Distinct(StringComparer.Ordinal).Count());

    // the headings and rows of the fault tables
    private static string[] Documented() =>
    [
        .. File.ReadAllText(DocumentPath()).ReplaceLineEndings("\n").Split("\n## ").Skip(1)
            .Where(section => section.Contains(TableHeader, StringComparison.Ordinal))
            .SelectMany(section => section.Split('\n').Skip(1)
                .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line != TableHeader)
                .Prepend($"## {section.Split('\n')[0]}")),
    ];

    private static string DocumentPath() =>
        Path.Combine(PowerShellHost.RepositoryAbove(AppContext.BaseDirectory)!, "docs", "reliability.md");
}
