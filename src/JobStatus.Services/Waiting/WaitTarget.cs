namespace JobStatus.Services.Waiting;

/// <summary>A run to wait for, and who can tell about it.</summary>
public sealed class WaitTarget
{
    /// <summary>Makes one.</summary>
    /// <param name="reader">Who can tell about the run; null only when it has finished already.</param>
    /// <param name="target">The run.</param>
    public WaitTarget(IJobReader? reader, JobTarget target)
    {
        Reader = reader;
        Target = target;
    }

    /// <summary>Who can tell about the run; null only when it has finished already.</summary>
    public IJobReader? Reader { get; }

    /// <summary>The run.</summary>
    public JobTarget Target { get; }
}
