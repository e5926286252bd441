namespace JobStatus.Sandbox.Jobs;

/// <summary>Describes a job to create.</summary>
public sealed record NewJob : RunPlan
{
    /// <summary>Initializes a new instance with default values.</summary>
    public NewJob()
    {
    }

    /// <summary>Initializes a new instance with the values of <paramref name="plan"/>.</summary>
    internal NewJob(RunPlan plan)
        : base(plan)
    {
    }

    /// <summary>The service that runs the job.</summary>
    public required SandboxService Service { get; init; }

    /// <summary>
    /// The id of the run: digits for Alma (the instance id) and Xplenty; letters, digits, hyphens or underscores for
    /// Alteryx. If null, the sandbox generates one. A job with the same id is replaced.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>
    /// Alma only: the id of the job definition (M, S or O, followed by digits). If null, the sandbox creates a
    /// definition.
    /// </summary>
    public string? JobId { get; init; }

    /// <summary>Xplenty only: the id of the package. If null, it is the first built-in package.</summary>
    public long? PackageId { get; init; }

    /// <summary>Xplenty only: the id of the cluster. If null, it is the cluster that is always available.</summary>
    public long? ClusterId { get; init; }

    /// <summary>Xplenty only: the id of the parent workflow job, or null if there is none.</summary>
    public string? ParentId { get; init; }

    /// <summary>Xplenty only: the id of the schedule that started the job, or null if a user started it.</summary>
    public long? ScheduleId { get; init; }

    /// <summary>Xplenty only: the number of retries that the schedule has made, which is 0 for the first run.</summary>
    public int Attempts { get; init; }

    /// <summary>Xplenty only: the number of retries that the schedule allows, or null if there are none.</summary>
    public int? RetryLimit { get; init; }

    /// <summary>Alteryx only: the id of the workflow. If null, it is the first built-in workflow.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The name. If null, it is the name of the definition or, if there is none, a generated name.</summary>
    public string? Name { get; init; }

    /// <summary>The name of the user who submitted the job. If null, it is the sandbox user.</summary>
    public string? SubmittedBy { get; init; }

    /// <summary>Alteryx only: the priority.</summary>
    public string Priority { get; init; } = "Default";

    /// <summary>Alteryx only: the tag of the worker that the job requires.</summary>
    public string WorkerTag { get; init; } = "";

    /// <summary>The time since the job was submitted, in seconds.</summary>
    public double SubmittedSecondsAgo { get; init; }

    /// <summary>The complete response body, sent unchanged. If set, most other properties have no effect.</summary>
    public string? RawBody { get; init; }

    /// <summary>The Content-Type of <see cref="RawBody"/>.</summary>
    public string RawContentType { get; init; } = "application/json";
}
