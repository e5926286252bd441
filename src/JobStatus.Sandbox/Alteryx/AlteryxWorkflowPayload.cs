using System.Linq;
using System.Text.Json.Nodes;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Writes a workflow in the form of version 3 of the Alteryx Server API.</summary>
internal static class AlteryxWorkflowPayload
{
    private const string OwnerId = "66f00000000000000000c001";
    private const string Published = "2025-01-15T08:00:00Z";
    private const string ExecutionMode = "Standard";
    private const string VersionId = "66f00000000000000000e001";

    /// <param name="workflow">The workflow.</param>
    /// <param name="full">Whether to write the full view.</param>
    public static JsonObject Write(StoredWorkflow workflow, bool full)
    {
        JsonObject body = new()
        {
            ["id"] = workflow.Id,
            ["name"] = workflow.Name,
            ["ownerId"] = OwnerId,
            ["dateCreated"] = Published,
            ["publishedVersionNumber"] = 1,
            ["isAmp"] = true,
            ["executionMode"] = ExecutionMode,
        };

        if (full)
        {
            body["workerTag"] = "";
            body["comments"] = "";
            body["isPublic"] = false;
            body["versions"] = new JsonArray(new JsonObject
            {
                ["versionNumber"] = 1,
                ["dateCreated"] = Published,
                ["ownerId"] = OwnerId,
            });
        }

        return body;
    }

    /// <summary>Writes the workflow as the response to a request for its id.</summary>
    public static JsonObject WriteSingle(StoredWorkflow workflow) => new()
    {
        ["id"] = workflow.Id,
        ["sourceAppId"] = "",
        ["dateCreated"] = Published,
        ["runCount"] = 0,
        ["versions"] = new JsonArray(new JsonObject
        {
            ["versionId"] = VersionId,
            ["versionNumber"] = 1,
            ["dateCreated"] = Published,
            ["uploadSource"] = "Designer",
            ["packageWorkflowType"] = "App",
            ["published"] = true,
            ["comments"] = "",
            ["executionMode"] = ExecutionMode,
        }),
        ["name"] = workflow.Name,
        ["ownerId"] = OwnerId,
        ["workerTag"] = "",
        ["comments"] = "",
        ["isPublic"] = false,
        ["publishedVersionId"] = VersionId,
        ["executionMode"] = ExecutionMode,
    };

    public static JsonObject WriteQuestion(WorkflowQuestion question) => new()
    {
        ["name"] = question.Name,
        ["questionType"] = question.QuestionType,
        ["description"] = question.Description,
        ["value"] = question.Value,
        ["multiple"] = question.Multiple,
        ["items"] = new JsonArray([.. question.Items.Select(item => new JsonObject
        {
            ["key"] = item.Key,
            ["value"] = item.Value,
        })]),
    };
}
