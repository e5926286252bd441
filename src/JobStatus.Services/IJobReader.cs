using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace JobStatus.Services;

/// <summary>Asks one service, through one connection, about a set of runs. How many requests that takes is its own affair.</summary>
public interface IJobReader
{
    /// <summary>The service's name: Alma, Xplenty or Alteryx.</summary>
    string Service { get; }

    /// <summary>Asks about all of them and reports each one once, in any order, from any thread, one at a time.</summary>
    /// <param name="targets">The runs to ask about.</param>
    /// <param name="report">Takes each reading.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>A task that ends when every run was reported, or the call was cancelled.</returns>
    Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call);
}
