using System.IO;
using System.Threading.Tasks;

namespace JobStatus.Benchmarks;

/// <summary>A part of the benchmarks that can run alone.</summary>
internal interface IBenchmarkPart
{
    /// <summary>The command-line argument that selects the part.</summary>
    string Name { get; }

    /// <summary>One line that says what the part measures.</summary>
    string Description { get; }

    /// <summary>Runs the measurements and writes the results.</summary>
    Task RunAsync(TextWriter output);
}
