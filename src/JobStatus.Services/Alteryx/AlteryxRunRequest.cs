using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alteryx;

/// <summary>A run to start.</summary>
public sealed class AlteryxRunRequest
{
    /// <summary>Makes a run.</summary>
    /// <param name="workflowId">The workflow to run.</param>
    public AlteryxRunRequest(string workflowId)
    {
        WorkflowId = workflowId;
    }

    /// <summary>The workflow to run.</summary>
    public string WorkflowId { get; }

    /// <summary>The answers to its questions, by their names. Never null.</summary>
    public IReadOnlyDictionary<string, string?> Questions { get; init; } = new Dictionary<string, string?>();

    /// <summary>Default, Low, Medium, High or Critical; null to say nothing.</summary>
    public string? Priority { get; init; }

    /// <summary>The tag of the workers that may run it; null to say nothing.</summary>
    public string? WorkerTag { get; init; }

    /// <summary>The id of the credential to run as; null to say nothing.</summary>
    public string? CredentialId { get; init; }

    /// <summary>What is sent.</summary>
    /// <returns>The JSON of the request.</returns>
    public override string ToString() => JsonBody.Serialize(Body);

    internal IReadOnlyDictionary<string, object?> Body
    {
        get
        {
            var body = new Dictionary<string, object?>();
            if (Questions.Count > 0)
            {
                body["questions"] = Questions
                    .Select(question => new Dictionary<string, object?> { ["name"] = question.Key, ["value"] = question.Value })
                    .ToArray<object?>();
            }

            foreach (KeyValuePair<string, string?> setting in new Dictionary<string, string?> { ["priority"] = Priority, ["workerTag"] = WorkerTag, ["credentialId"] = CredentialId })
            {
                if (setting.Value is not null)
                {
                    body[setting.Key] = setting.Value;
                }
            }

            return body;
        }
    }
}
