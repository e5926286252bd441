using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace JobStatus.Sandbox.Faults;

/// <summary>
/// The injected faults, oldest first. Each request is affected by the first matching fault that is not used up.
/// </summary>
internal sealed class FaultList
{
    private readonly Lock _gate = new();
    private readonly List<ActiveFault> _faults = [];
    private int _lastId;

    public IReadOnlyList<InjectedFault> Snapshot()
    {
        lock (_gate)
        {
            return [.. _faults.Select(Describe)];
        }
    }

    /// <exception cref="ArgumentException">The fault is not valid.</exception>
    public InjectedFault Add(Fault fault)
    {
        FaultValidator.Validate(fault);
        lock (_gate)
        {
            ActiveFault active = new(++_lastId, fault);
            _faults.Add(active);
            return Describe(active);
        }
    }

    /// <summary>Finds the fault for a request and reduces its count. Returns null if there is none.</summary>
    public ActiveFault? Take(string method, string path)
    {
        lock (_gate)
        {
            return _faults.Find(candidate => candidate.Matches(method, path) && candidate.TryConsume());
        }
    }

    public bool Remove(int id) => RemoveWhere(fault => fault.Id == id) > 0;

    public void Clear() => RemoveWhere(_ => true);

    private static InjectedFault Describe(ActiveFault fault) => new(fault.Id, fault.Remaining, fault.Fault);

    private int RemoveWhere(Predicate<ActiveFault> match)
    {
        lock (_gate)
        {
            foreach (ActiveFault fault in _faults.FindAll(match))
            {
                fault.Remove();
            }

            return _faults.RemoveAll(match);
        }
    }
}
