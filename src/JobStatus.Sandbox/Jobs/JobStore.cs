using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Seeds;
using JobStatus.Sandbox.Xplenty;

namespace JobStatus.Sandbox.Jobs;

/// <summary>Stores the jobs of all three services and generates the ids of new ones.</summary>
internal sealed class JobStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(SandboxService Service, string Id), StoredJob> _jobs = [];
    private readonly TimeProvider _clock;
    private readonly DefinitionCatalog _definitions;
    private readonly PackageCatalog _packages;
    private readonly WorkflowCatalog _workflows;
    private int _created;

    public JobStore(
        TimeProvider clock, DefinitionCatalog definitions, PackageCatalog packages, WorkflowCatalog workflows)
    {
        _clock = clock;
        _definitions = definitions;
        _packages = packages;
        _workflows = workflows;
        Reset();
    }

    /// <summary>All jobs, in no particular order.</summary>
    public IReadOnlyList<StoredJob> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _jobs.Values];
            }
        }
    }

    /// <summary>Adds a job, or replaces the one with the same id.</summary>
    /// <exception cref="ArgumentException">The job is not valid for its service.</exception>
    public StoredJob Create(NewJob plan)
    {
        NewJobValidator.Validate(plan);
        lock (_gate)
        {
            StoredJob job = Build(plan);
            AddOrReplace(job);
            return job;
        }
    }

    public StoredJob? Find(SandboxService service, string id)
    {
        lock (_gate)
        {
            return _jobs.GetValueOrDefault((service, id));
        }
    }

    /// <summary>Returns the jobs of a service, in no particular order.</summary>
    public IReadOnlyList<StoredJob> ForService(SandboxService service)
    {
        lock (_gate)
        {
            return [.. _jobs.Values.Where(job => job.Service == service)];
        }
    }

    /// <summary>
    /// Stops a job after a delay. Returns the stopping job, or null if it is finished or does not exist.
    /// </summary>
    public SimulatedJob? Stop(SandboxService service, string id, TimeSpan delay)
    {
        lock (_gate)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            if (_jobs.GetValueOrDefault((service, id)) is not SimulatedJob job || job.IsFinishedAt(now))
            {
                return null;
            }

            if (job.SnapshotAt(now).Phase != JobPhase.Stopping)
            {
                AddOrReplace(job = job.WithStopRequest(new StopRequest(now, now + delay)));
            }

            return job;
        }
    }

    public bool Remove(SandboxService service, string id)
    {
        lock (_gate)
        {
            return _jobs.Remove((service, id));
        }
    }

    /// <summary>
    /// Restores the seed jobs and the built-in jobs. The times of the built-in jobs are relative to now. New jobs do not get the
    /// ids of earlier ones, because services do not use an id again, and clients remember what they did with it.
    /// </summary>
    public void Reset()
    {
        lock (_gate)
        {
            _jobs.Clear();
            foreach (StoredJob job in SeedJobs.All.Concat(BuiltInJobs.Plans.Select(Build)))
            {
                AddOrReplace(job);
            }
        }
    }

    private void AddOrReplace(StoredJob job) => _jobs[(job.Service, job.Id)] = job;

    private StoredJob Build(NewJob plan)
    {
        string id = plan.Id ?? NewId(plan.Service);
        string defaultName = plan.Name ?? $"Sandbox job {id}";
        StoredDefinition? definition = plan.Service == SandboxService.Alma
            ? _definitions.GetOrCreate(plan.JobId, defaultName)
            : null;
        DateTimeOffset now = _clock.GetUtcNow();
        if (plan.RawBody is { } text)
        {
            RecordedBody body = new(plan.RawContentType, text);
            return new RecordedJob(
                plan.Service, id, definition?.Id, now, FormatsOf(plan.Service).ToDictionary(format => format, _ => body));
        }

        string name = plan.Name ?? DefinitionNameOf(plan, definition) ?? defaultName;
        DateTimeOffset submittedAt = now - TimeSpan.FromSeconds(plan.SubmittedSecondsAgo);
        return new SimulatedJob(plan, id, definition?.Id, name, submittedAt);
    }

    /// <summary>
    /// Returns the name of the job's definition, or null if the definition is not specified or does not exist.
    /// </summary>
    private string? DefinitionNameOf(NewJob plan, StoredDefinition? definition) => plan switch
    {
        { Service: SandboxService.Alma } => definition?.Name,
        { PackageId: { } packageId } => _packages.Find(packageId)?.Name,
        { WorkflowId: { } workflowId } => _workflows.Find(workflowId)?.Name,
        _ => null,
    };

    private static RecordedFormat[] FormatsOf(SandboxService service) => service switch
    {
        SandboxService.Alma => [RecordedFormat.AlmaXml, RecordedFormat.AlmaJson],
        SandboxService.Xplenty => [RecordedFormat.XplentyVersion1, RecordedFormat.XplentyVersion2],
        _ => [RecordedFormat.AlteryxJob, RecordedFormat.AlteryxJobWithoutMessages],
    };

    private string NewId(SandboxService service)
    {
        string id;
        do
        {
            int number = _created++;
            id = service switch
            {
                SandboxService.Alma => string.Create(CultureInfo.InvariantCulture, $"{500_000_000 + number}0000561"),
                SandboxService.Xplenty => (1000 + number).ToString(CultureInfo.InvariantCulture),
                _ => string.Create(CultureInfo.InvariantCulture, $"68f0a1b2c3d40000{number:x8}"),
            };
        }
        while (_jobs.ContainsKey((service, id)));

        return id;
    }
}
