using System.Collections.Generic;
using JobStatus.Services.Http;

namespace JobStatus.Services.Xplenty;

/// <summary>A run to start.</summary>
public sealed class XplentyRunRequest
{
    /// <summary>Makes a run.</summary>
    /// <param name="packageId">The package to run.</param>
    /// <param name="clusterId">The cluster to run it on.</param>
    public XplentyRunRequest(long packageId, long clusterId)
    {
        PackageId = packageId;
        ClusterId = clusterId;
    }

    /// <summary>The package to run.</summary>
    public long PackageId { get; }

    /// <summary>The cluster to run it on.</summary>
    public long ClusterId { get; }

    /// <summary>The values of variables; null for none.</summary>
    public IReadOnlyDictionary<string, object?>? Variables { get; init; }

    /// <summary>The expressions of variables; null for none. A text in one stands between single quotes.</summary>
    public IReadOnlyDictionary<string, object?>? DynamicVariables { get; init; }

    /// <summary>A text as an expression: between single quotes, with those in it escaped.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The expression.</returns>
    public static string Quote(string text) => $"'{text.Replace("\\", "\\\\").Replace("'", "\\'")}'";

    /// <summary>What is sent.</summary>
    /// <returns>The JSON of the request.</returns>
    public override string ToString() => JsonBody.Serialize(Body);

    internal IReadOnlyDictionary<string, object?> Body
    {
        get
        {
            var body = new Dictionary<string, object?> { ["cluster_id"] = ClusterId, ["package_id"] = PackageId };
            if (Variables is { Count: > 0 })
            {
                body["variables"] = Variables;
            }

            if (DynamicVariables is { Count: > 0 })
            {
                body["dynamic_variables"] = DynamicVariables;
            }

            return body;
        }
    }
}
