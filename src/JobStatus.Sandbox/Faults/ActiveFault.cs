using System;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;

namespace JobStatus.Sandbox.Faults;

/// <summary>An injected fault in the <see cref="FaultList"/>, with its remaining counts.</summary>
internal sealed class ActiveFault(int id, Fault fault)
{
    private readonly PathPattern _path = new(fault.Path);
    private readonly TaskCompletionSource _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _skipsLeft = fault.Skip;

    public int Id { get; } = id;

    public Fault Fault { get; } = fault;

    public int Remaining { get; private set; } = fault.Count;

    /// <summary>A task that completes when the fault is removed.</summary>
    public Task Removed => _removed.Task;

    public bool Matches(string method, string path) =>
        Remaining != 0
        && (Fault.Method is null || Fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && _path.Matches(path);

    /// <summary>Counts a matching request. Returns false if the fault skips this request.</summary>
    public bool TryConsume()
    {
        if (_skipsLeft > 0)
        {
            _skipsLeft--;
            return false;
        }

        if (Remaining != Fault.UntilRemoved)
        {
            Remaining--;
        }

        return true;
    }

    public void Remove() => _removed.TrySetResult();
}
