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

/// <summary>All jobs of all three services, and where new ids come from.</summary>
internal sealed class JobStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(SandboxService Service, string Id), StoredJob> _jobs = [];
    private readonly TimeProvider _clock;
    private readonly DefinitionCatalog _definitions;
    private readonly PackageCatalog _packages;
    private readonly WorkflowCatalog _workflows;
    private int _created;

    internal JobStore(
        TimeProvider clock, DefinitionCatalog definitions, PackageCatalog packages, WorkflowCatalog workflows)
    {
        _clock = clock;
        _definitions = definitions;
        _packages = packages;
        _workflows = workflows;
        Reset();
    }

    /// <summary>Every job, in no order.</summary>
    internal IReadOnlyList<StoredJob> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _jobs.Values];
            }
        }
    }

    /// <summary>Adds a job, or replaces the one that has its id.</summary>
    /// <exception cref="ArgumentException">The plan makes no sense for its service.</exception>
    internal StoredJob Create(NewJob plan)
    {
        NewJobValidator.Check(plan);
        lock (_gate)
        {
            StoredJob job = Build(plan);
            Put(job);
            return job;
        }
    }

    internal StoredJob? Find(SandboxService service, string id)
    {
        lock (_gate)
        {
            return _jobs.GetValueOrDefault((service, id));
        }
    }

    /// <summary>The jobs of a service, in no order.</summary>
    internal IReadOnlyList<StoredJob> Of(SandboxService service)
    {
        lock (_gate)
        {
            return [.. _jobs.Values.Where(job => job.Service == service)];
        }
    }

    /// <summary>Lets a job stop after that time. The job as it is then, or null when it has ended or is no more.</summary>
    internal SimulatedJob? Stop(SandboxService service, string id, TimeSpan time)
    {
        lock (_gate)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            if (_jobs.GetValueOrDefault((service, id)) is not SimulatedJob job || job.HasEndedAt(now))
            {
                return null;
            }

            if (job.At(now).Phase != JobPhase.Stopping)
            {
                Put(job = job.StoppedBy(new StopRequest(now, now + time)));
            }

            return job;
        }
    }

    internal bool Remove(SandboxService service, string id)
    {
        lock (_gate)
        {
            return _jobs.Remove((service, id));
        }
    }

    /// <summary>Back to the seeds and the ordinary jobs, the latter counted from now.</summary>
    internal void Reset()
    {
        lock (_gate)
        {
            _jobs.Clear();
            _created = 0;
            foreach (StoredJob job in SeedJobs.All.Concat(BuiltInJobs.Plans.Select(Build)))
            {
                Put(job);
            }
        }
    }

    private void Put(StoredJob job) => _jobs[(job.Service, job.Id)] = job;

    private StoredJob Build(NewJob plan)
    {
        string id = plan.Id ?? NewId(plan.Service);
        string plainName = plan.Name ?? $"Sandbox job {id}";
        StoredDefinition? definition = plan.Service == SandboxService.Alma
            ? _definitions.Ensure(plan.JobId, plainName)
            : null;
        DateTimeOffset now = _clock.GetUtcNow();
        if (plan.RawBody is { } text)
        {
            RecordedBody body = new(plan.RawContentType, text);
            return new RecordedJob(
                plan.Service, id, definition?.Id, now, FormsOf(plan.Service).ToDictionary(form => form, _ => body));
        }

        string name = plan.Name ?? OriginOf(plan, definition) ?? plainName;
        DateTimeOffset submittedAt = now - TimeSpan.FromSeconds(plan.SubmittedSecondsAgo);
        return new SimulatedJob(plan, id, definition?.Id, name, submittedAt);
    }

    /// <summary>The name of what this is a run of, or null when that is not told.</summary>
    private string? OriginOf(NewJob plan, StoredDefinition? definition) => plan switch
    {
        { Service: SandboxService.Alma } => definition?.Name,
        { PackageId: { } packageId } => _packages.Find(packageId)?.Name,
        { WorkflowId: { } workflowId } => _workflows.Find(workflowId)?.Name,
        _ => null,
    };

    private static RecordedFormat[] FormsOf(SandboxService service) => service switch
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
