using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alma;

/// <summary>The request to start a run.</summary>
public sealed class AlmaRunRequest
{
    /// <summary>Creates a request.</summary>
    /// <param name="jobId">The id of the definition to run.</param>
    /// <param name="parameters">The parameter values, by parameter name.</param>
    public AlmaRunRequest(string jobId, IReadOnlyDictionary<string, string?> parameters)
    {
        JobId = jobId;
        Parameters = parameters;
    }

    /// <summary>The id of the definition to run.</summary>
    public string JobId { get; }

    /// <summary>The parameter values, by parameter name.</summary>
    public IReadOnlyDictionary<string, string?> Parameters { get; }

    /// <summary>Returns the request body.</summary>
    /// <returns>The JSON that is sent.</returns>
    public override string ToString() => JsonBody.Serialize(Body);

    // Alma requires a body even if there are no parameters.
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
