using System.Collections.Generic;
using JobStatus.Services.Http;

namespace JobStatus.Services.Xplenty;

/// <summary>The settings of a cluster to create or to change. Settings that are null are not sent.</summary>
public sealed class XplentyClusterSettings
{
    /// <summary>
    /// The settings of a cluster for one job. Xplenty terminates it by itself, even if this process ends before the job.
    /// </summary>
    public static XplentyClusterSettings ForOneJob { get; } = new() { Nodes = 1, TerminateOnIdle = true, TimeToIdle = 600 };

    /// <summary>The number of nodes. A new cluster requires it.</summary>
    public int? Nodes { get; init; }

    /// <summary>The type of a new cluster: production or sandbox.</summary>
    public string? Type { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The description.</summary>
    public string? Description { get; init; }

    /// <summary>True if Xplenty terminates the cluster when it is idle.</summary>
    public bool? TerminateOnIdle { get; init; }

    /// <summary>The idle time after which the cluster is terminated, in seconds.</summary>
    public int? TimeToIdle { get; init; }

    /// <summary>The region of a new cluster.</summary>
    public string? Region { get; init; }

    /// <summary>Returns the request body.</summary>
    /// <returns>The JSON that is sent.</returns>
    public override string ToString() => JsonBody.Serialize(Body);

    internal IReadOnlyDictionary<string, object?> Body
    {
        get
        {
            var body = new Dictionary<string, object?>();
            void Add(string name, object? value)
            {
                if (value is not null)
                {
                    body[name] = value;
                }
            }

            Add("nodes", Nodes);
            Add("type", Type);
            Add("name", Name);
            Add("description", Description);
            Add("terminate_on_idle", TerminateOnIdle);
            Add("time_to_idle", TimeToIdle);
            Add("region", Region);
            return body;
        }
    }
}
