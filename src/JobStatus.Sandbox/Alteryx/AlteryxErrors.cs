using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Sends the error responses of Alteryx Server.</summary>
internal static class AlteryxErrors
{
    public static Task DenyAsync(HttpContext context, int status) => RespondWithMessageAsync(
        context, status, "Authorization has been denied for this request.");

    public static Task InvalidAsync(HttpContext context, QueryProblem problem) =>
        InvalidAsync(context, problem.Name, problem.Rule);

    /// <summary>Sends status 400 with the reasons why a field is not valid.</summary>
    public static Task InvalidAsync(HttpContext context, string field, params string[] reasons) =>
        context.RespondAsync(StatusCodes.Status400BadRequest, new JsonObject
        {
            ["message"] = "The request is invalid.",
            ["modelState"] = new JsonObject
            {
                [field] = new JsonArray([.. reasons.Select(reason => JsonValue.Create(reason))]),
            },
        });

    public static Task NotFoundAsync(HttpContext context, string itemType, string id) =>
        RespondWithExceptionAsync(
            context, StatusCodes.Status404NotFound, "NotFoundException", $"The {itemType} {id} was not found.");

    /// <summary>Sends an error that has the form of an exception.</summary>
    public static Task RespondWithExceptionAsync(HttpContext context, int status, string exceptionName, string message) =>
        context.RespondAsync(status, new JsonObject
        {
            ["data"] = null,
            ["exceptionName"] = exceptionName,
            ["innerExceptionMessage"] = "",
            ["message"] = message,
        });

    public static Task UnknownEndpointAsync(HttpContext context) => RespondWithMessageAsync(
        context,
        StatusCodes.Status404NotFound,
        $"No HTTP resource was found that matches the request URI '{context.Request.Origin()}{context.Request.Path.ToUriComponent()}'.");

    public static Task MethodNotAllowedAsync(HttpContext context)
    {
        context.Response.Headers.Allow = "GET";
        return RespondWithMessageAsync(
            context,
            StatusCodes.Status405MethodNotAllowed,
            $"The requested resource does not support http method '{context.Request.Method}'.");
    }

    public static Task RespondWithMessageAsync(HttpContext context, int status, string message) =>
        context.RespondAsync(status, new JsonObject { ["message"] = message });
}
