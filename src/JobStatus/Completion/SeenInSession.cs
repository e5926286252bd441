using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;

namespace JobStatus.Completion;

/// <summary>
/// The ids that the cmdlets of this process wrote, for completing. Each connection has its own, which goes with it; what
/// came through none is kept for each service.
/// </summary>
internal sealed class SeenInSession
{
    private static readonly ConcurrentDictionary<string, SeenInSession> WithoutConnection = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Runs of jobs.</summary>
    public SeenChoices Runs { get; } = new();

    /// <summary>What can be run: Alma's jobs, Xplenty's packages, Alteryx's workflows.</summary>
    public SeenChoices Work { get; } = new();

    /// <summary>What Xplenty's jobs ran on.</summary>
    public SeenChoices Clusters { get; } = new();

    /// <summary>What came through no connection, such as a run in a webhook.</summary>
    public static SeenInSession OfNoConnection(string service) => WithoutConnection.GetOrAdd(service, static _ => new SeenInSession());

    /// <summary>Remembers what a cmdlet writes, if it has an id that can be asked for.</summary>
    /// <param name="written">An object, or a collection of them.</param>
    /// <param name="list">Tells a list that is written part by part; null for none.</param>
    public static void Remember(object written, object? list = null)
    {
        string? service = null;
        string? connection = null;
        SeenInSession? seen = null;
        foreach (object? item in written as ICollection ?? new[] { written })
        {
            (string? itsService, string? itsConnection) = OriginOf(item);
            if (itsService is null)
            {
                continue;
            }

            if (itsService != service || itsConnection != connection)
            {
                (service, connection) = (itsService, itsConnection);
                seen = connection is null ? OfNoConnection(service) : ConnectionStore.FindNamed(service, connection)?.Seen;
            }

            seen?.Add(item!, list);
        }
    }

    private static (string? Service, string? Connection) OriginOf(object? item) => item switch
    {
        RemoteJob job => (job.Service, job.Connection),
        AlmaJob job => ("Alma", job.Connection),
        AlteryxWorkflow workflow => ("Alteryx", workflow.Connection),
        _ => (null, null),
    };

    private void Add(object item, object? list)
    {
        switch (item)
        {
            case AlmaJobInstance run:
                AddRun(run, run.JobId, list);
                Add(Work, run.JobId, run.JobInfo?.Name, list);
                break;
            case XplentyJob run:
                AddRun(run, Text(run.PackageId), list);
                Add(Work, Text(run.PackageId), run.Package?.Name, list);
                Add(Clusters, Text(run.ClusterId), run.Cluster?.Name, list);
                break;
            case AlteryxJob run:
                AddRun(run, run.WorkflowId, list);
                Add(Work, run.WorkflowId, run.Name, list);
                break;
            case RemoteJob run:
                AddRun(run, workId: null, list);
                break;
            case AlmaJob job:
                Work.Add(new Choice(job.JobId, job.Name) { Category = job.Category }, list);
                break;
            case AlteryxWorkflow workflow:
                Add(Work, workflow.WorkflowId, workflow.Name, list);
                break;
        }
    }

    private void AddRun(RemoteJob run, string? workId, object? list) =>
        Runs.Add(new Choice(run.Id, run.Name) { State = run.State, IsFinished = run.IsFinished, WorkId = workId }, list);

    private static void Add(SeenChoices seen, string? id, string? name, object? list)
    {
        if (id is not null)
        {
            seen.Add(new Choice(id, name), list);
        }
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
