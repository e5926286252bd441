using System.Collections.Generic;
using System.Management.Automation;

namespace JobStatus.Rehydration;

/// <summary>Remote jobs in the form of one PowerShell job, so that a parameter for PowerShell jobs accepts them.</summary>
internal sealed class RemoteJobSet : Job
{
    public RemoteJobSet(IReadOnlyList<RemoteJob> jobs)
    {
        Jobs = jobs;
    }

    public IReadOnlyList<RemoteJob> Jobs { get; }

    public override bool HasMoreData => false;

    public override string Location => string.Empty;

    public override string StatusMessage => string.Empty;

    public override void StopJob()
    {
    }
}
