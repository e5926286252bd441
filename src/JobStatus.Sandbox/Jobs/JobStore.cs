using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace JobStatus.Sandbox;

/// <summary>All jobs of all three services, and where new ids come from.</summary>
internal sealed class JobStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(SandboxService Service, string Id), StoredJob> _jobs = [];
    private readonly HashSet<string> _definitions = [];
    private readonly TimeProvider _clock;
    private int _created;

    internal JobStore(TimeProvider clock)
    {
        _clock = clock;
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
        NewJobCheck.Check(plan);
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

    /// <summary>Whether Alma has a job definition of that id; it stays when its runs are removed.</summary>
    internal bool HasDefinition(string jobId)
    {
        lock (_gate)
        {
            return _definitions.Contains(jobId);
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
            _definitions.Clear();
            _created = 0;
            foreach (StoredJob job in SeedJobs.All.Concat(OrdinaryJobs.Plans.Select(Build)))
            {
                Put(job);
            }
        }
    }

    private void Put(StoredJob job)
    {
        _jobs[(job.Service, job.Id)] = job;
        if (job.JobId is not null)
        {
            _definitions.Add(job.JobId);
        }
    }

    private StoredJob Build(NewJob plan)
    {
        string id = plan.Id ?? NewId(plan.Service);
        string? jobId = plan.Service == SandboxService.Alma ? plan.JobId ?? NewDefinitionId() : null;
        if (plan.RawBody is { } text)
        {
            RecordedBody body = new(plan.RawContentType, text);
            return new RecordedJob(plan.Service, id, jobId, FormsOf(plan.Service).ToDictionary(form => form, _ => body));
        }

        DateTimeOffset submittedAt = _clock.GetUtcNow() - TimeSpan.FromSeconds(plan.SubmittedSecondsAgo);
        return new SimulatedJob(plan, id, jobId, plan.Name ?? $"Sandbox job {id}", submittedAt);
    }

    private static RecordedForm[] FormsOf(SandboxService service) => service switch
    {
        SandboxService.Alma => [RecordedForm.AlmaXml, RecordedForm.AlmaJson],
        SandboxService.Xplenty => [RecordedForm.XplentyVersion1, RecordedForm.XplentyVersion2],
        _ => [RecordedForm.AlteryxJob, RecordedForm.AlteryxJobWithoutMessages],
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

    private string NewDefinitionId()
    {
        string jobId;
        do
        {
            jobId = string.Create(CultureInfo.InvariantCulture, $"M{60_000 + _created++}");
        }
        while (_definitions.Contains(jobId));

        return jobId;
    }
}
