using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace JobStatus.Sandbox.Faults;

/// <summary>The injected faults, oldest first. A request is hit by the first that fits and is not used up.</summary>
internal sealed class FaultList
{
    private readonly Lock _gate = new();
    private readonly List<ActiveFault> _faults = [];
    private int _lastId;

    internal IReadOnlyList<InjectedFault> Snapshot()
    {
        lock (_gate)
        {
            return [.. _faults.Select(Describe)];
        }
    }

    /// <exception cref="ArgumentException">The fault cannot be played.</exception>
    internal InjectedFault Add(Fault fault)
    {
        FaultValidator.Check(fault);
        lock (_gate)
        {
            ActiveFault active = new(++_lastId, fault);
            _faults.Add(active);
            return Describe(active);
        }
    }

    /// <summary>The fault that hits this request, counted as played; or null.</summary>
    internal ActiveFault? Take(string method, string path)
    {
        lock (_gate)
        {
            return _faults.Find(candidate => candidate.Hits(method, path) && candidate.TrySpend());
        }
    }

    internal bool Remove(int id) => RemoveWhere(fault => fault.Id == id) > 0;

    internal void Clear() => RemoveWhere(_ => true);

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
