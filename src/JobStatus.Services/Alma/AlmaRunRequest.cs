using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alma;

/// <summary>A run to start.</summary>
public sealed class AlmaRunRequest
{
    /// <summary>Makes a run.</summary>
    /// <param name="jobId">The definition to run.</param>
    /// <param name="parameters">What to tell it, by the names of its parameters.</param>
    public AlmaRunRequest(string jobId, IReadOnlyDictionary<string, string?> parameters)
    {
        JobId = jobId;
        Parameters = parameters;
    }

    /// <summary>The definition to run.</summary>
    public string JobId { get; }

    /// <summary>What to tell it, by the names of its parameters.</summary>
    public IReadOnlyDictionary<string, string?> Parameters { get; }

    /// <summary>What is sent.</summary>
    /// <returns>The JSON of the request.</returns>
    public override string ToString() => JsonBody.Serialize(Body);

    // Alma wants a body also where there is nothing to tell.
    internal IReadOnlyDictionary<string, object?> Body =>
        Parameters.Count == 0
            ? new Dictionary<string, object?>()
            : new Dictionary<string, object?>
            {
                ["parameter"] = Parameters.Select(parameter => new Dictionary<string, object?>
                {
                    ["name"] = new Dictionary<string, object?> { ["value"] = parameter.Key },
                    ["value"] = parameter.Value,
                }).ToArray<object?>(),
            };
}
