namespace JobStatus.Sandbox.Jobs;

/// <summary>The relation between the run time of a job and the progress that it reports.</summary>
public enum ProgressShape
{
    /// <summary>Progress is proportional to the run time.</summary>
    Linear,

    /// <summary>Progress is fast at first and slows down.</summary>
    Curved,

    /// <summary>
    /// Progress reaches 90 percent in the first third of the run time and stays there until the job finishes.
    /// </summary>
    Stalling,

    /// <summary>The job does not report progress.</summary>
    Absent,
}
