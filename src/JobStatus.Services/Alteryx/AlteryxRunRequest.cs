using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alteryx;

/// <summary>The request to start a run.</summary>
public sealed class AlteryxRunRequest
{
    /// <summary>Creates a request.</summary>
    /// <param name="workflowId">The id of the workflow to run.</param>
    public AlteryxRunRequest(string workflowId)
    {
        WorkflowId = workflowId;
    }

    /// <summary>The id of the workflow to run.</summary>
    public string WorkflowId { get; }

    /// <summary>The name of the workflow, which is not sent but becomes the name of the job. Null if it is not known.</summary>
    public string? WorkflowName { get; init; }

    /// <summary>The answers to the questions of the workflow, by question name. Never null.</summary>
    public IReadOnlyDictionary<string, string?> Questions { get; init; } = new Dictionary<string, string?>();

    /// <summary>The priority: Default, Low, Medium, High, or Critical. Null to send no priority.</summary>
    public string? Priority { get; init; }

    /// <summary>The tag of the workers that can run the job. Null to send no tag.</summary>
    public string? WorkerTag { get; init; }

    /// <summary>The id of the credential to run the workflow with. Null to send no credential.</summary>
    public string? CredentialId { get; init; }

    /// <summary>Returns the request body.</summary>
    /// <returns>The JSON that is sent.</returns>
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

            var settings = new Dictionary<string, string?>
            {
                ["priority"] = Priority,
                ["workerTag"] = WorkerTag,
                ["credentialId"] = CredentialId,
            };
            foreach (KeyValuePair<string, string?> setting in settings)
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
