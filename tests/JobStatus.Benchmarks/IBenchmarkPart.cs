using System.IO;
using System.Threading.Tasks;

namespace JobStatus.Benchmarks;

/// <summary>A part of the benchmarks that can be run by itself.</summary>
internal interface IBenchmarkPart
{
    /// <summary>The argument that picks it.</summary>
    string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    string Description { get; }

    /// <summary>Measures, and writes what it found.</summary>
    Task RunAsync(TextWriter output);
}
