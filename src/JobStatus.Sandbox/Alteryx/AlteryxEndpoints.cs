using System;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Maps the Alteryx Server API and checks the access token and the permissions of each request.</summary>
internal sealed class AlteryxEndpoints(SandboxState state)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder api = routes.MapGroup(AlteryxPath.Root);
        api.MapPost("/oauth2/token", IssueTokenAsync);

        AlteryxJobHandlers jobs = new(state);
        api.MapGet("/v3/jobs", Authorize(RequireNewerServer(RequireCurator(jobs.ListQueueAsync))));
        api.MapGet("/v3/jobs/{id}", Authorize(jobs.GetAsync));
        api.MapDelete("/v3/jobs/{id}", Authorize(RequireNewerServer(jobs.CancelAsync)));
        api.MapGet("/v3/jobs/{id}/messages", Authorize(RequireCurator(jobs.GetMessagesAsync)));
        api.MapGet("/v1/jobs/{id}/output/{outputId}", Authorize(jobs.DownloadAsync));

        AlteryxWorkflowHandlers workflows = new(state);
        api.MapGet("/v3/workflows", Authorize(workflows.ListAsync));
        api.MapGet("/v3/workflows/{id}", Authorize(workflows.GetAsync));
        api.MapGet("/v3/workflows/{id}/questions", Authorize(workflows.ListQuestionsAsync));
        api.MapGet("/v3/workflows/{id}/jobs", Authorize(workflows.ListJobsAsync));
        api.MapPost("/v3/workflows/{id}/jobs", Authorize(workflows.RunAsync));

        api.MapGet("/v3/credentials", Authorize(AlteryxWorkflowHandlers.ListCredentialsAsync));

        AlteryxScheduleHandlers schedules = new(state);
        api.MapGet("/v3/schedules", Authorize(schedules.ListAsync));
        api.MapGet("/v3/schedules/{id}", Authorize(schedules.GetAsync));
        api.MapPatch("/v3/schedules/{id}", Authorize(RequireNewerServer(schedules.ChangeAsync)));

        api.MapFallback("/{**path}", AlteryxErrors.UnknownEndpointAsync);
    }

    private async Task IssueTokenAsync(HttpContext context)
    {
        if (await TryReadFormAsync(context) is not { } form)
        {
            await RejectTokenRequestAsync(
                context, StatusCodes.Status400BadRequest, "invalid_request", "The request is not a valid form.");
            return;
        }

        SandboxSettings settings = state.Settings;
        if (!IsKnownClient(context.Request, form, settings))
        {
            await RejectTokenRequestAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "invalid_client",
                "The client is not known, or this way of authentication is not supported.");
            return;
        }

        if (form["grant_type"] != "client_credentials")
        {
            await RejectTokenRequestAsync(
                context,
                StatusCodes.Status400BadRequest,
                "unsupported_grant_type",
                "The grant type is not client_credentials.");
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        await context.RespondAsync(StatusCodes.Status200OK, new JsonObject
        {
            ["access_token"] = state.AlteryxTokens.Issue(TimeSpan.FromSeconds(settings.AlteryxTokenSeconds)),
            ["token_type"] = "bearer",
            ["expires_in"] = settings.AlteryxTokenSeconds,
        });
    }

    /// <summary>Rejects a request without a valid access token.</summary>
    private RequestDelegate Authorize(RequestDelegate handler) => context =>
        state.AlteryxTokens.IsValid(context.Request.CredentialOf("Bearer"))
            ? handler(context)
            : AlteryxErrors.DenyAsync(context, StatusCodes.Status401Unauthorized);

    /// <summary>Rejects a request if the settings say that the client is not a curator.</summary>
    private RequestDelegate RequireCurator(RequestDelegate handler) => context => state.Settings.AlteryxCurator switch
    {
        CuratorAccess.Unauthorized => AlteryxErrors.DenyAsync(context, StatusCodes.Status401Unauthorized),
        CuratorAccess.Forbidden => AlteryxErrors.DenyAsync(context, StatusCodes.Status403Forbidden),
        _ => handler(context),
    };

    /// <summary>Rejects a request if the settings say that the Server is too old for it.</summary>
    private RequestDelegate RequireNewerServer(RequestDelegate handler) => context => state.Settings.AlteryxNewerCalls switch
    {
        NewerCalls.Available => handler(context),
        NewerCalls.MethodNotAllowed when !HttpMethods.IsGet(context.Request.Method) =>
            AlteryxErrors.MethodNotAllowedAsync(context),
        _ => AlteryxErrors.UnknownEndpointAsync(context),
    };

    // Returns null if the request does not contain a valid form.
    private static async Task<IFormCollection?> TryReadFormAsync(HttpContext context)
    {
        try
        {
            return context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static bool IsKnownClient(HttpRequest request, IFormCollection form, SandboxSettings settings)
    {
        bool isInBody = form.ContainsKey("client_id") || form.ContainsKey("client_secret");
        BasicCredential? presented = isInBody
            ? new BasicCredential(form["client_id"].ToString(), form["client_secret"].ToString())
            : DecodeForm(BasicCredential.FromRequest(request));
        ClientAuthentication unsupported = isInBody ? ClientAuthentication.Basic : ClientAuthentication.Body;

        return settings.AlteryxClientAuthentication != unsupported
            && presented is not null
            && presented.User.MatchesSecret(settings.AlteryxClientId)
            && presented.Password.MatchesSecret(settings.AlteryxClientSecret);
    }

    // OAuth requires that both parts are form-encoded before they are joined (RFC 6749, section 2.3.1).
    private static BasicCredential? DecodeForm(BasicCredential? credential) => credential is null
        ? null
        : new BasicCredential(Uri.UnescapeDataString(credential.User), Uri.UnescapeDataString(credential.Password));

    private static Task RejectTokenRequestAsync(HttpContext context, int status, string error, string description) =>
        context.RespondAsync(status, new JsonObject { ["error"] = error, ["error_description"] = description });
}
