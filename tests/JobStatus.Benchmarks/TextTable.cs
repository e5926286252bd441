using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace JobStatus.Benchmarks;

/// <summary>Writes rows in aligned columns: the first and the last column left-aligned, the others right-aligned.</summary>
internal static class TextTable
{
    public static async Task WriteAsync(TextWriter output, IReadOnlyList<string[]> rows)
    {
        int last = rows[0].Length - 1;
        int[] widths = [.. Enumerable.Range(0, last + 1).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) =>
                column == 0 || column == last ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            await output.WriteLineAsync(("  " + string.Join("  ", cells)).TrimEnd());
        }
    }
}
