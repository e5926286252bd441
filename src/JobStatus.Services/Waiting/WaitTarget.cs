namespace JobStatus.Services.Waiting;

/// <summary>A run to wait for, and the reader that polls it.</summary>
public sealed class WaitTarget
{
    /// <summary>Creates a target.</summary>
    /// <param name="reader">The reader that polls the run. It can be null only if the run has already finished.</param>
    /// <param name="target">The run.</param>
    public WaitTarget(IJobReader? reader, JobTarget target)
    {
        Reader = reader;
        Target = target;
    }

    /// <summary>The reader that polls the run. It can be null only if the run has already finished.</summary>
    public IJobReader? Reader { get; }

    /// <summary>The run.</summary>
    public JobTarget Target { get; }
}
