using System.Collections.Generic;
using JobStatus.Services.Http;

namespace JobStatus.Services.Xplenty;

/// <summary>The request to start a run.</summary>
public sealed class XplentyRunRequest
{
    /// <summary>Creates a request.</summary>
    /// <param name="packageId">The id of the package to run.</param>
    /// <param name="clusterId">The id of the cluster to run the package on, or null if the cluster is still to be created.</param>
    public XplentyRunRequest(long packageId, long? clusterId)
    {
        PackageId = packageId;
        ClusterId = clusterId;
    }

    /// <summary>The id of the package to run.</summary>
    public long PackageId { get; }

    /// <summary>The id of the cluster to run the package on, or null if the cluster is still to be created.</summary>
    public long? ClusterId { get; }

    /// <summary>The values of variables, by name, or null for none.</summary>
    public IReadOnlyDictionary<string, object?>? Variables { get; init; }

    /// <summary>
    /// The expressions of variables, by name, or null for none. Text in an expression must be enclosed in single
    /// quotation marks.
    /// </summary>
    public IReadOnlyDictionary<string, object?>? DynamicVariables { get; init; }

    /// <summary>
    /// Converts a text to an expression: encloses it in single quotation marks and escapes special characters.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The expression.</returns>
    public static string Quote(string text) => $"'{text.Replace("\\", "\\\\").Replace("'", "\\'")}'";

    /// <summary>Returns the request for a cluster that now exists.</summary>
    /// <param name="clusterId">The id of the cluster.</param>
    /// <returns>A copy of the request.</returns>
    public XplentyRunRequest OnCluster(long clusterId) =>
        new(PackageId, clusterId) { Variables = Variables, DynamicVariables = DynamicVariables };

    /// <summary>Returns the request body.</summary>
    /// <returns>The JSON that is sent.</returns>
    public override string ToString() => JsonBody.Serialize(Body);

    internal IReadOnlyDictionary<string, object?> Body
    {
        get
        {
            var body = new Dictionary<string, object?>();
            if (ClusterId is { } clusterId)
            {
                body["cluster_id"] = clusterId;
            }

            body["package_id"] = PackageId;
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
