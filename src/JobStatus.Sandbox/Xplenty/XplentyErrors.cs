using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Sends the error responses of Xplenty.</summary>
internal static class XplentyErrors
{
    public static Task NotFoundAsync(HttpContext context) =>
        RejectAsync(context, StatusCodes.Status404NotFound, "Item not found.");

    public static Task InvalidAsync(HttpContext context, QueryProblem problem) =>
        InvalidAsync(context, $"{problem.Name} is invalid. {problem.Rule}");

    public static Task InvalidAsync(HttpContext context, string message) =>
        RejectAsync(context, StatusCodes.Status422UnprocessableEntity, message);

    public static Task RejectAsync(HttpContext context, int status, string message) =>
        context.RespondAsync(status, new JsonObject { ["message"] = message });
}
