namespace JobStatus.Sandbox.Jobs;

/// <summary>What a job that the sandbox is to run should be like.</summary>
public sealed record NewJob : RunPlan
{
    /// <summary>A job that is told in the initializer.</summary>
    public NewJob()
    {
    }

    /// <summary>A job that goes as <paramref name="plan"/> says; the rest is told in the initializer.</summary>
    internal NewJob(RunPlan plan)
        : base(plan)
    {
    }

    /// <summary>The service that runs it.</summary>
    public required SandboxService Service { get; init; }

    /// <summary>
    /// The id of the run, or null for a new one: digits for Alma (the instance) and Xplenty, any word for Alteryx.
    /// A job that has this id already is replaced.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>Alma only: the id of the job definition (M, S or O, then digits), or null for a new one.</summary>
    public string? JobId { get; init; }

    /// <summary>Xplenty only: the package that it runs, or null for the first one.</summary>
    public long? PackageId { get; init; }

    /// <summary>Xplenty only: the cluster that it runs on, or null for the one that is always up.</summary>
    public long? ClusterId { get; init; }

    /// <summary>Xplenty only: the id of the workflow job that it is a child of, or null for none.</summary>
    public string? ParentId { get; init; }

    /// <summary>Alteryx only: the workflow that it is a run of, or null for the first one.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The name, or null for the name of what it is a run of where there is one, else a plain one.</summary>
    public string? Name { get; init; }

    /// <summary>Who submitted it, or null for the user of the sandbox.</summary>
    public string? SubmittedBy { get; init; }

    /// <summary>Alteryx only: its priority.</summary>
    public string Priority { get; init; } = "Default";

    /// <summary>Alteryx only: the worker that it asks for.</summary>
    public string WorkerTag { get; init; } = "";

    /// <summary>How many seconds ago it was submitted.</summary>
    public double SubmittedSecondsAgo { get; init; }

    /// <summary>The complete body to answer with, as it is; nothing else about the job then matters.</summary>
    public string? RawBody { get; init; }

    /// <summary>The media type of <see cref="RawBody"/>.</summary>
    public string RawContentType { get; init; } = "application/json";
}
