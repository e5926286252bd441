using System;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Sandbox;

/// <summary>Runs the whole story once.</summary>
internal static class DemoCommand
{
    internal static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync("The demo is not there yet.".AsMemory(), cancellationToken);
        return 1;
    }
}
