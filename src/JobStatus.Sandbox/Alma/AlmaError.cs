using System.Text.Json.Nodes;
using System.Xml.Linq;
using JobStatus.Sandbox.Http;

namespace JobStatus.Sandbox.Alma;

/// <summary>An error as Alma words it.</summary>
internal sealed record AlmaError(int HttpStatus, string Code, string Message)
{
    private static readonly XNamespace Namespace = "http://com/exlibris/urm/general/xmlbeans";

    internal static AlmaError Unauthorized { get; } =
        new(400, "UNAUTHORIZED", "The API key is not known, or not allowed to use this API.");

    internal static AlmaError TooFast { get; } =
        new(429, "PER_SECOND_THRESHOLD", "There were more requests in this second than are allowed.");

    internal static AlmaError AllowanceSpent { get; } =
        new(429, "DAILY_THRESHOLD", "The requests of this day are used up; there are new ones after midnight.");

    internal static AlmaError NoSuchCall { get; } =
        new(404, "NOT_FOUND", "There is no such call.");

    internal static AlmaError UnreadableBody { get; } =
        new(400, "INVALID_REQUEST", "The body is missing, or it is not a job that can be read.");

    internal static AlmaError UnsupportedBody { get; } =
        new(415, "INVALID_REQUEST", "The Content-Type of the body is neither application/json nor application/xml.");

    internal static AlmaError ListFailed { get; } =
        new(400, "402219", "Failed to retrieve jobs list.");

    internal static AlmaError NoOperation { get; } =
        new(400, "402220", "Operation was not provided.");

    internal static AlmaError MultiTask { get; } =
        new(400, "402231", "A job of more than one task cannot be submitted.");

    internal static AlmaError NotSubmittable { get; } =
        new(400, "402248", "Cannot submit this job.");

    internal static AlmaError NotReadable { get; } =
        new(400, "402249", "Invalid scheduled job category.");

    internal static AlmaError TooManyRunning { get; } =
        new(400, "402222", "As many jobs as may run at a time were initiated by the API and are running.");

    internal static AlmaError TooManyStarted { get; } =
        new(400, "402223", "The job was started as often in the previous hour as it may be.");

    internal static AlmaError NoEvents { get; } =
        new(400, "60332", "Only jobs of the category USERS have events.");

    internal static AlmaError NoMatches { get; } =
        new(400, "402119", "General error: only jobs of the category IMPORT have matches.");

    internal static AlmaError InvalidDate(QueryError problem) =>
        new(400, "402217", $"The parameter {problem.Name} is not valid. {problem.Rule}");

    internal static AlmaError InvalidParameter(QueryError problem) =>
        new(400, "40166410", $"The parameter {problem.Name} is not valid. {problem.Rule}");

    internal static AlmaError UnknownOperation(string operation) =>
        new(400, "402221", $"Operation {operation} is not supported.");

    internal static AlmaError MissingParameter(string name) =>
        new(400, "402228", $"Mandatory parameter {name} is missing.");

    internal static AlmaError EmptyParameter(string name) =>
        new(400, "402229", $"Mandatory parameter {name} is empty.");

    internal static AlmaError Overlap(string jobName) =>
        new(400, "60347", $"The job {jobName} cannot start while another run of it has not ended.");

    internal static AlmaError MalformedJobId(string jobId) =>
        new(400, "402215", $"The job ID {jobId} is not valid.");

    internal static AlmaError UnknownJob(string jobId) =>
        new(400, "402216", $"There is no job with the ID {jobId}.");

    internal static AlmaError UnknownInstance(string instanceId) =>
        new(400, "402218", $"There is no job instance with the ID {instanceId}.");

    internal JsonObject ToJson(string trackingId) => new()
    {
        ["errorsExist"] = true,
        ["errorList"] = new JsonObject
        {
            ["error"] = new JsonArray(new JsonObject
            {
                ["errorCode"] = Code,
                ["errorMessage"] = Message,
                ["trackingId"] = trackingId,
            }),
        },
        ["result"] = null,
    };

    internal XElement ToXml(string trackingId) => new(
        Namespace + "web_service_result",
        new XElement(Namespace + "errorsExist", true),
        new XElement(
            Namespace + "errorList",
            new XElement(
                Namespace + "error",
                new XElement(Namespace + "errorCode", Code),
                new XElement(Namespace + "errorMessage", AlmaXmlWriter.Legal(Message)),
                new XElement(Namespace + "trackingId", trackingId))));
}
