using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace JobStatus.Sandbox;

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
                new XElement(Namespace + "errorMessage", AlmaXml.Legal(Message)),
                new XElement(Namespace + "trackingId", trackingId))));
}
