using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;

namespace JobStatus.Sandbox;

/// <summary>
/// A host lifetime that does not handle signals, so that Ctrl+C is left to the process that runs the sandbox.
/// </summary>
internal sealed class InProcessLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
