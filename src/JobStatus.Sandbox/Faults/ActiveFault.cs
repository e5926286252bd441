using System;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;

namespace JobStatus.Sandbox.Faults;

/// <summary>An injected fault as the <see cref="FaultList"/> keeps it.</summary>
internal sealed class ActiveFault(int id, Fault fault)
{
    private readonly PathPattern _path = new(fault.Path);
    private readonly TaskCompletionSource _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _toSkip = fault.Skip;

    internal int Id { get; } = id;

    internal Fault Fault { get; } = fault;

    internal int Remaining { get; private set; } = fault.Count;

    /// <summary>Completes when the fault is removed.</summary>
    internal Task Removed => _removed.Task;

    internal bool Hits(string method, string path) =>
        Remaining != 0
        && (Fault.Method is null || Fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && _path.Matches(path);

    /// <summary>Counts a request that it hits; false when it lets that one pass.</summary>
    internal bool TrySpend()
    {
        if (_toSkip > 0)
        {
            _toSkip--;
            return false;
        }

        if (Remaining != Fault.UntilRemoved)
        {
            Remaining--;
        }

        return true;
    }

    internal void Remove() => _removed.TrySetResult();
}
