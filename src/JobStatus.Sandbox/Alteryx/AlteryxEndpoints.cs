using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace JobStatus.Sandbox;

/// <summary>Alteryx Server's calls.</summary>
internal sealed class AlteryxEndpoints(SandboxState state)
{
    internal void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder api = routes.MapGroup("/webapi");
        api.MapPost("/oauth2/token", IssueTokenAsync);
        api.MapGet("/v3/jobs/{id}", Admitted(GetJobAsync));
        api.MapGet("/v3/jobs/{id}/messages", Admitted(ForCurators(GetMessagesAsync)));
        api.MapFallback("/{**path}", NoSuchCallAsync);
    }

    private async Task IssueTokenAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await RefuseTokenAsync(
                context, StatusCodes.Status400BadRequest, "invalid_request", "The request is not a form.");
            return;
        }

        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        SandboxSettings settings = state.Settings;
        if (!IsClient(context.Request, form, settings))
        {
            await RefuseTokenAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "invalid_client",
                "The client is not known, or it showed its secret in a way that is not taken.");
            return;
        }

        if (form["grant_type"] != "client_credentials")
        {
            await RefuseTokenAsync(
                context,
                StatusCodes.Status400BadRequest,
                "unsupported_grant_type",
                "The grant type is not client_credentials.");
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        await context.AnswerAsync(StatusCodes.Status200OK, new JsonObject
        {
            ["access_token"] = state.AlteryxTokens.Issue(TimeSpan.FromSeconds(settings.AlteryxTokenSeconds)),
            ["token_type"] = "bearer",
            ["expires_in"] = settings.AlteryxTokenSeconds,
        });
    }

    private Task GetJobAsync(HttpContext context)
    {
        if (!TryReadSwitch(context.Request.Query["includeMessages"], out bool withMessages))
        {
            return context.AnswerAsync(StatusCodes.Status400BadRequest, new JsonObject
            {
                ["message"] = "The request is invalid.",
                ["modelState"] = new JsonObject
                {
                    ["includeMessages"] = new JsonArray("The value is neither true nor false."),
                },
            });
        }

        return state.Jobs.Find(SandboxService.Alteryx, context.RouteValue("id")) switch
        {
            RecordedJob recorded => context.AnswerAsync(recorded.Find(
                withMessages ? RecordedForm.AlteryxJob : RecordedForm.AlteryxJobWithoutMessages)!),
            SimulatedJob simulated => context.AnswerAsync(
                StatusCodes.Status200OK,
                AlteryxJobPayload.Write(simulated, state.Clock.GetUtcNow(), withMessages)),
            _ => NoSuchJobAsync(context),
        };
    }

    private Task GetMessagesAsync(HttpContext context) =>
        state.Jobs.Find(SandboxService.Alteryx, context.RouteValue("id")) switch
        {
            RecordedJob recorded when recorded.Find(RecordedForm.AlteryxMessages) is { } body =>
                context.AnswerAsync(body),
            RecordedJob => context.AnswerAsync(StatusCodes.Status200OK, new JsonArray()),
            SimulatedJob simulated => context.AnswerAsync(
                StatusCodes.Status200OK, AlteryxJobPayload.WriteMessages(simulated, state.Clock.GetUtcNow())),
            _ => NoSuchJobAsync(context),
        };

    /// <summary>Lets a request through that has a token which has not ended.</summary>
    private RequestDelegate Admitted(RequestDelegate call) => context =>
        state.AlteryxTokens.IsValid(context.Request.CredentialOf("Bearer"))
            ? call(context)
            : DenyAsync(context, StatusCodes.Status401Unauthorized);

    private RequestDelegate ForCurators(RequestDelegate call) => context => state.Settings.AlteryxCurator switch
    {
        CuratorAccess.Unauthorized => DenyAsync(context, StatusCodes.Status401Unauthorized),
        CuratorAccess.Forbidden => DenyAsync(context, StatusCodes.Status403Forbidden),
        _ => call(context),
    };

    private static bool IsClient(HttpRequest request, IFormCollection form, SandboxSettings settings)
    {
        bool shownInBody = form.ContainsKey("client_id") || form.ContainsKey("client_secret");
        BasicCredential? shown = shownInBody
            ? new BasicCredential(form["client_id"].ToString(), form["client_secret"].ToString())
            : FormDecoded(BasicCredential.Of(request));
        ClientAuthentication refused = shownInBody ? ClientAuthentication.Basic : ClientAuthentication.Body;

        return settings.AlteryxClientAuthentication != refused
            && shown is not null
            && shown.User.IsSecret(settings.AlteryxClientId)
            && shown.Password.IsSecret(settings.AlteryxClientSecret);
    }

    // OAuth has both halves form-encoded before they are joined
    private static BasicCredential? FormDecoded(BasicCredential? credential) => credential is null
        ? null
        : new BasicCredential(Uri.UnescapeDataString(credential.User), Uri.UnescapeDataString(credential.Password));

    // the parameter may stand without a value, which means the same as leaving it out
    private static bool TryReadSwitch(StringValues given, out bool value)
    {
        value = true;
        return string.IsNullOrEmpty(given) || bool.TryParse(given, out value);
    }

    private static Task RefuseTokenAsync(HttpContext context, int status, string error, string description) =>
        context.AnswerAsync(status, new JsonObject { ["error"] = error, ["error_description"] = description });

    private static Task DenyAsync(HttpContext context, int status) => context.AnswerAsync(status, new JsonObject
    {
        ["message"] = "Authorization has been denied for this request.",
    });

    private static Task NoSuchJobAsync(HttpContext context) =>
        context.AnswerAsync(StatusCodes.Status404NotFound, new JsonObject
        {
            ["data"] = null,
            ["exceptionName"] = "NotFoundException",
            ["innerExceptionMessage"] = "",
            ["message"] = $"The job {context.RouteValue("id")} was not found.",
        });

    private static Task NoSuchCallAsync(HttpContext context) =>
        context.AnswerAsync(StatusCodes.Status404NotFound, new JsonObject
        {
            ["message"] = $"No HTTP resource answers to {context.Request.Path.ToUriComponent()}.",
        });
}
