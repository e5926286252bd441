using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>What Xplenty says when it does not do what it was asked for.</summary>
internal static class XplentyErrors
{
    internal static Task NotFoundAsync(HttpContext context) =>
        RefuseAsync(context, StatusCodes.Status404NotFound, "Item not found.");

    internal static Task InvalidAsync(HttpContext context, QueryError problem) =>
        InvalidAsync(context, $"{problem.Name} is invalid. {problem.Rule}");

    internal static Task InvalidAsync(HttpContext context, string message) =>
        RefuseAsync(context, StatusCodes.Status422UnprocessableEntity, message);

    internal static Task RefuseAsync(HttpContext context, int status, string message) =>
        context.AnswerAsync(status, new JsonObject { ["message"] = message });
}
