using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace JobStatus.Services;

/// <summary>
/// Reads runs from one service through one connection. The implementation decides how many requests to send.
/// </summary>
public interface IJobReader
{
    /// <summary>The name of the service: Alma, Xplenty, or Alteryx.</summary>
    string Service { get; }

    /// <summary>Reads all runs. Each result is reported once, in any order, on any thread, and one at a time.</summary>
    /// <param name="targets">The runs to read.</param>
    /// <param name="report">Receives each result.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when every run has been reported.</returns>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    Task ReadAsync(IReadOnlyList<JobTarget> targets, Action<JobReadResult> report, CallContext call);
}
