using System.Text.Json.Nodes;
using System.Xml.Linq;
using JobStatus.Sandbox.Http;

namespace JobStatus.Sandbox.Alma;

/// <summary>
/// An Alma error: its HTTP status, code and message. The message is that of Alma's documentation, if it has one for the code.
/// </summary>
internal sealed record AlmaError(int HttpStatus, string Code, string Message)
{
    private const string ThresholdReached = "Execution threshold reached.";

    private static readonly XNamespace Namespace = "http://com/exlibris/urm/general/xmlbeans";

    public static AlmaError Unauthorized { get; } =
        new(400, "UNAUTHORIZED", "The API key is not known, or it is not allowed to use this API.");

    public static AlmaError RateLimitExceeded { get; } =
        new(429, "PER_SECOND_THRESHOLD", "The number of requests per second exceeds the limit.");

    public static AlmaError DailyQuotaExceeded { get; } =
        new(429, "DAILY_THRESHOLD", "The daily quota is used up. It resets at midnight.");

    public static AlmaError UnknownEndpoint { get; } =
        new(404, "NOT_FOUND", "The requested resource does not exist.");

    public static AlmaError InvalidBody { get; } =
        new(400, "INVALID_REQUEST", "The body is missing, or it is not a valid job.");

    public static AlmaError UnsupportedMediaType { get; } =
        new(415, "INVALID_REQUEST", "The Content-Type is neither application/json nor application/xml.");

    public static AlmaError ListFailed { get; } =
        new(400, "402219", "Failed to retrieve jobs list.");

    public static AlmaError MissingOperation { get; } =
        new(400, "402220", "Operation was not provided.");

    public static AlmaError MultiTask { get; } =
        new(400, "402231", "A job with more than one task cannot be submitted.");

    public static AlmaError NotSubmittable { get; } =
        new(400, "402248", "Cannot submit scheduled job.");

    public static AlmaError NotReadable { get; } =
        new(400, "402249", "Invalid scheduled job category.");

    public static AlmaError TooManyConcurrentRuns { get; } =
        new(400, "402222", ThresholdReached);

    public static AlmaError TooManyStarts { get; } =
        new(400, "402223", ThresholdReached);

    public static AlmaError NoEvents { get; } =
        new(400, "60332", "This service will only work for the job category and type of USERS/SIS.");

    public static AlmaError NoMatches { get; } =
        new(400, "402119", "General error: only jobs in the category IMPORT have matches.");

    public static AlmaError UnknownOperation { get; } =
        new(400, "402221", "Operation is not supported.");

    public static AlmaError MissingParameter { get; } =
        new(400, "402228", "Mandatory parameter is missing from input.");

    public static AlmaError EmptyParameter { get; } =
        new(400, "402229", "Mandatory parameter value is empty.");

    public static AlmaError MalformedJobId { get; } =
        new(400, "402215", "Invalid job id format.");

    public static AlmaError UnknownJob { get; } =
        new(400, "402216", "Invalid job id.");

    public static AlmaError UnknownInstance { get; } =
        new(400, "402218", "Invalid job instance id.");

    public static AlmaError InvalidSetQuery { get; } =
        new(400, "60106", "The query is not valid.");

    public static AlmaError UnknownSet { get; } =
        new(400, "60107", "Set not found.");

    public static AlmaError InvalidSetOperation { get; } =
        new(400, "60111", "The operation is not valid.");

    public static AlmaError InvalidIdType { get; } =
        new(400, "60112", "The id type is not valid.");

    public static AlmaError TooManyMembers { get; } =
        new(400, "60118", "The number of members exceeds the limit.");

    public static AlmaError InvalidSet { get; } =
        new(400, "402119", "General error: the body is not a valid set.");

    public static AlmaError InvalidSetType { get; } =
        new(400, "402262", "Invalid set type.");

    public static AlmaError SetNameExists { get; } =
        new(400, "402263", "Set name already exists.");

    public static AlmaError AlreadyMember(string id) =>
        new(400, "60115", $"The member {id} is already in the set.");

    public static AlmaError InvalidMember(string id) =>
        new(400, "60116", $"The id {id} is not valid for the content type of the set.");

    public static AlmaError NotMember(string id) =>
        new(400, "60117", $"The member {id} is not in the set.");

    public static AlmaError DuplicateMember(string id) =>
        new(400, "60119", $"The member {id} occurs more than once.");

    public static AlmaError InvalidDate(QueryProblem problem) =>
        new(400, "402217", $"The parameter {problem.Name} is not valid. {problem.Rule}");

    public static AlmaError InvalidParameter(QueryProblem problem) =>
        new(400, "40166410", $"Invalid {problem.Name}.");

    public static AlmaError Overlap(string jobName) =>
        new(400, "60347", $"The job {jobName} cannot start while another run of it is unfinished.");

    public JsonObject ToJson(string trackingId) => new()
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

    public XElement ToXml(string trackingId) => new(
        Namespace + "web_service_result",
        new XElement(Namespace + "errorsExist", true),
        new XElement(
            Namespace + "errorList",
            new XElement(
                Namespace + "error",
                new XElement(Namespace + "errorCode", Code),
                new XElement(Namespace + "errorMessage", AlmaXmlWriter.ReplaceInvalidCharacters(Message)),
                new XElement(Namespace + "trackingId", trackingId))));
}
