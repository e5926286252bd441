using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace JobStatus;

/// <summary>
/// Keeps what an earlier object knew about a run if the service does not report it again. Not every response of a service has
/// the same fields; for example, only lists of Alteryx contain the name of the workflow.
/// </summary>
internal static class KnownValues
{
    // The duration of a run that was last seen running is known as exactly as the time of its completion.
    private static readonly TimeSpan MaxUncertainty = TimeSpan.FromMinutes(2);

    private const BindingFlags AnyAccess = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly string[] Common =
        [nameof(RemoteJob.Name), nameof(RemoteJob.SubmittedInstant), nameof(RemoteJob.StartedInstant)];

    // Properties that never become null after they had a value.
    private static readonly Dictionary<Type, PropertyInfo[]> Properties = new()
    {
        [typeof(AlmaJobInstance)] = Find<AlmaJobInstance>(
            nameof(AlmaJobInstance.JobId),
            nameof(AlmaJobInstance.JobInfo),
            nameof(AlmaJobInstance.ExternalId),
            nameof(AlmaJobInstance.SubmittedBy)),
        [typeof(XplentyJob)] = Find<XplentyJob>(
            nameof(XplentyJob.OwnerId),
            nameof(XplentyJob.PackageId),
            nameof(XplentyJob.ClusterId),
            nameof(XplentyJob.Package),
            nameof(XplentyJob.Cluster),
            nameof(XplentyJob.Creator)),
        [typeof(AlteryxJob)] = Find<AlteryxJob>(
            nameof(AlteryxJob.AppId),
            nameof(AlteryxJob.KnownWorkflowId),
            nameof(AlteryxJob.SubmittedBy),
            nameof(AlteryxJob.QueueTime),
            nameof(AlteryxJob.Priority),
            nameof(AlteryxJob.WorkerTag),
            nameof(AlteryxJob.RunWithE2)),
    };

    private static readonly PropertyInfo ExecutionTime = typeof(AlteryxJob).GetProperty(nameof(AlteryxJob.ExecutionTime))!;
    private static readonly PropertyInfo AdditionalData = typeof(RemoteJob).GetProperty(nameof(RemoteJob.AdditionalData))!;

    /// <summary>Adds the values of an earlier object to an object that was just created and that nothing else uses yet.</summary>
    /// <param name="job">The run as it was just read.</param>
    /// <param name="earlier">The run as it was read before, or null.</param>
    /// <returns>The same object.</returns>
    public static T AddTo<T>(T job, RemoteJob? earlier)
        where T : RemoteJob
    {
        if (earlier is null || earlier.GetType() != job.GetType() || !Properties.TryGetValue(job.GetType(), out PropertyInfo[]? known))
        {
            return job;
        }

        foreach (PropertyInfo property in known)
        {
            if (property.GetValue(job) is null && property.GetValue(earlier) is { } value)
            {
                property.SetValue(job, value);
            }
        }

        // A cluster belongs to a job only if it was created for the job, whatever other cluster a response names.
        if (job is XplentyJob xplenty && xplenty.ClusterId == ((XplentyJob)earlier).ClusterId)
        {
            xplenty.KnownOwnsCluster ??= ((XplentyJob)earlier).KnownOwnsCluster;
        }

        if (job is AlteryxJob alteryx)
        {
            AddListFields(alteryx, (AlteryxJob)earlier);
        }

        return job;
    }

    // Alteryx lists have fields that a job that is read by its id does not have.
    private static void AddListFields(AlteryxJob job, AlteryxJob earlier)
    {
        if (earlier.AdditionalData.Keys.Any(name => !job.AdditionalData.ContainsKey(name)))
        {
            AdditionalData.SetValue(job, Merge(job.AdditionalData, earlier.AdditionalData));
        }

        if (job.ExecutionTime is null && ExecutionTimeSince(job, earlier) is { } time)
        {
            ExecutionTime.SetValue(job, time);
        }
    }

    // Alteryx reports the execution time only in the queue. A run that was seen running has been running since then.
    private static TimeSpan? ExecutionTimeSince(AlteryxJob job, AlteryxJob earlier)
    {
        if (earlier.IsFinished || earlier.State != RemoteJobState.Running)
        {
            return earlier.IsFinished ? earlier.ExecutionTime : null;
        }

        TimeSpan? elapsed = job.ObservedInstant - earlier.ObservedInstant;
        return elapsed >= TimeSpan.Zero && (!job.IsFinished || elapsed <= MaxUncertainty) ? earlier.ExecutionTime + elapsed : null;
    }

    private static Dictionary<string, object?> Merge(
        IReadOnlyDictionary<string, object?> fields,
        IReadOnlyDictionary<string, object?> earlier) =>
        fields
            .Concat(earlier.Where(field => !fields.ContainsKey(field.Key)))
            .ToDictionary(static field => field.Key, static field => field.Value, StringComparer.Ordinal);

    private static PropertyInfo[] Find<T>(params string[] names) =>
        Common.Concat(names).Select(static name => typeof(T).GetProperty(name, AnyAccess)!).ToArray();
}
