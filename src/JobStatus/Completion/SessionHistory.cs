using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;

namespace JobStatus.Completion;

/// <summary>
/// The ids of objects that cmdlets wrote in this process, for completion. Each connection has its own history, which is
/// discarded with the connection. Objects that did not come through a connection are kept in one history per service.
/// </summary>
internal sealed class SessionHistory
{
    private static readonly ConcurrentDictionary<string, SessionHistory> Unconnected = new(StringComparer.OrdinalIgnoreCase);

    public RecentCandidates Runs { get; } = new();

    /// <summary>Alma jobs, Xplenty packages and Alteryx workflows.</summary>
    public RecentCandidates Definitions { get; } = new();

    /// <summary>Xplenty clusters.</summary>
    public RecentCandidates Clusters { get; } = new();

    /// <summary>Alma sets.</summary>
    public RecentCandidates Sets { get; } = new();

    /// <summary>The history of objects that did not come through a connection, such as job instances from webhooks.</summary>
    public static SessionHistory ForUnconnected(string service) => Unconnected.GetOrAdd(service, static _ => new SessionHistory());

    /// <summary>Records the ids of objects that a cmdlet writes. Objects of other types are ignored.</summary>
    /// <param name="written">An object, or a collection of objects.</param>
    /// <param name="list">Identifies the list that the objects belong to, if it is written in several parts; otherwise null.</param>
    public static void Record(object written, object? list = null)
    {
        string? service = null;
        string? connection = null;
        SessionHistory? history = null;
        foreach (object? item in written as ICollection ?? new[] { written })
        {
            (string? itemService, string? itemConnection) = GetOrigin(item);
            if (itemService is null)
            {
                continue;
            }

            if (itemService != service || itemConnection != connection)
            {
                (service, connection) = (itemService, itemConnection);
                history = connection is null ? ForUnconnected(service) : ConnectionStore.FindNamed(service, connection)?.History;
            }

            history?.Add(item!, list);
        }
    }

    private static (string? Service, string? Connection) GetOrigin(object? item) => item switch
    {
        RemoteJob job => (job.Service, job.Connection),
        AlmaJob job => ("Alma", job.Connection),
        XplentyPackage package => ("Xplenty", package.Connection),
        XplentyCluster cluster => ("Xplenty", cluster.Connection),
        AlmaSet set => ("Alma", set.Connection),
        AlteryxWorkflow workflow => ("Alteryx", workflow.Connection),
        _ => (null, null),
    };

    private void Add(object item, object? list)
    {
        switch (item)
        {
            case AlmaJobInstance run:
                AddRun(run, run.JobId, list);
                Add(Definitions, run.JobId, run.JobInfo?.Name, list);
                break;
            case XplentyJob run:
                AddRun(run, ToText(run.PackageId), list);
                Add(Definitions, ToText(run.PackageId), run.Package?.Name, list);
                Add(Clusters, ToText(run.ClusterId), run.Cluster?.Name, list);
                break;
            case AlteryxJob run:
                AddRun(run, run.WorkflowId, list);
                Add(Definitions, run.WorkflowId, run.Name, list);
                break;
            case RemoteJob run:
                AddRun(run, definitionId: null, list);
                break;
            case AlmaJob job:
                Definitions.Add(new CompletionCandidate(job.JobId, job.Name) { Category = job.Category }, list);
                break;
            case XplentyCluster cluster:
                Add(Clusters, cluster.Id, cluster.Name, list);
                break;
            case XplentyPackage package:
                Add(Definitions, package.Id, package.Name, list);
                break;
            case AlmaSet set:
                Add(Sets, set.SetId, set.Name, list);
                break;
            case AlteryxWorkflow workflow:
                Add(Definitions, workflow.WorkflowId, workflow.Name, list);
                break;
        }
    }

    private void AddRun(RemoteJob run, string? definitionId, object? list)
    {
        var candidate = new CompletionCandidate(run.Id, run.Name)
        {
            State = run.State,
            IsFinished = run.IsFinished,
            DefinitionId = definitionId,
        };
        Runs.Add(candidate, list);
    }

    private static void Add(RecentCandidates candidates, string? id, string? name, object? list)
    {
        if (id is not null)
        {
            candidates.Add(new CompletionCandidate(id, name), list);
        }
    }

    private static string? ToText(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
