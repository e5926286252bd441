namespace JobStatus.Sandbox.Jobs;

/// <summary>How the progress that a running job reports follows the time it has run.</summary>
public enum ProgressShape
{
    /// <summary>In step with the time.</summary>
    Linear,

    /// <summary>Fast at first, slow towards the end.</summary>
    Curved,

    /// <summary>Nine tenths within the first third of the time, then no further until the end.</summary>
    Stalling,

    /// <summary>The job reports no progress at all.</summary>
    Absent,
}
