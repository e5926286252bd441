using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>What Alteryx says when it does not do what it was asked for.</summary>
internal static class AlteryxErrors
{
    internal static Task DenyAsync(HttpContext context, int status) => SayAsync(
        context, status, "Authorization has been denied for this request.");

    internal static Task InvalidAsync(HttpContext context, QueryError problem) =>
        InvalidAsync(context, problem.Name, problem.Rule);

    /// <summary>400, with what is wrong by the field that it is about.</summary>
    internal static Task InvalidAsync(HttpContext context, string field, params string[] reasons) =>
        context.AnswerAsync(StatusCodes.Status400BadRequest, new JsonObject
        {
            ["message"] = "The request is invalid.",
            ["modelState"] = new JsonObject
            {
                [field] = new JsonArray([.. reasons.Select(reason => JsonValue.Create(reason))]),
            },
        });

    internal static Task NotFoundAsync(HttpContext context, string what, string id) =>
        ThrowAsync(context, StatusCodes.Status404NotFound, "NotFoundException", $"The {what} {id} was not found.");

    /// <summary>An error in the shape of an exception.</summary>
    internal static Task ThrowAsync(HttpContext context, int status, string exceptionName, string message) =>
        context.AnswerAsync(status, new JsonObject
        {
            ["data"] = null,
            ["exceptionName"] = exceptionName,
            ["innerExceptionMessage"] = "",
            ["message"] = message,
        });

    internal static Task NoSuchCallAsync(HttpContext context) => SayAsync(
        context,
        StatusCodes.Status404NotFound,
        $"No HTTP resource answers to {context.Request.Path.ToUriComponent()}.");

    internal static Task NoSuchMethodAsync(HttpContext context)
    {
        context.Response.Headers.Allow = "GET";
        return SayAsync(
            context,
            StatusCodes.Status405MethodNotAllowed,
            $"The resource does not support the method {context.Request.Method}.");
    }

    internal static Task SayAsync(HttpContext context, int status, string message) =>
        context.AnswerAsync(status, new JsonObject { ["message"] = message });
}
