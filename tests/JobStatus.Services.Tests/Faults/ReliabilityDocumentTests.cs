using System;
using System.IO;
using System.Linq;
using JobStatus.Sandbox.Demo;
using JobStatus.Tests;
using Xunit;

namespace JobStatus.Services.Tests.Faults;

/// <summary>docs/reliability.md and the rows that are tested are the same.</summary>
public sealed class ReliabilityDocumentTests
{
    private const string TableHead = "| fault | one read | a list | a wait |";

    [Fact]
    public void Every_row_of_the_document_is_tested_and_every_tested_row_is_in_the_document()
    {
        string[] tested =
        [
            .. FaultRows.All.GroupBy(row => row.Group).SelectMany(group => group
                .Select(row => $"| {row.Name} | {row.Read.Text} | {row.List.Text} | {row.Wait.Text} |")
                .Prepend($"## {group.Key}")),
        ];

        Figures.Report($"{FaultRows.All.Count} kinds of faults, each for a read, a list and a wait: {FaultRows.All.Sum(row => row.Services.Count) * 3} tests");
        Assert.Equal(string.Join('\n', tested), string.Join('\n', Documented()));
    }

    [Fact]
    public void No_two_rows_have_one_name() =>
        Assert.Equal(FaultRows.All.Count, FaultRows.All.Select(row => row.Name).Distinct(StringComparer.Ordinal).Count());

    // The rows of the tables of faults, each table with the heading above it.
    private static string[] Documented() =>
    [
        .. File.ReadAllText(PathOfDocument()).ReplaceLineEndings("\n").Split("\n## ").Skip(1)
            .Where(section => section.Contains(TableHead, StringComparison.Ordinal))
            .SelectMany(section => section.Split('\n').Skip(1)
                .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line != TableHead)
                .Prepend($"## {section.Split('\n')[0]}")),
    ];

    private static string PathOfDocument() =>
        Path.Combine(PowerShellHost.RepositoryAbove(AppContext.BaseDirectory)!, "docs", "reliability.md");
}
