using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;

namespace JobStatus.Sandbox;

/// <summary>A lifetime that leaves the process's signals to the process; the host's own would take Ctrl+C.</summary>
internal sealed class InProcessLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
