using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Alteryx Server's calls, and who may make them.</summary>
internal sealed class AlteryxEndpoints(SandboxState state)
{
    internal void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder api = routes.MapGroup("/webapi");
        api.MapPost("/oauth2/token", IssueTokenAsync);

        AlteryxJobHandlers jobs = new(state);
        api.MapGet("/v3/jobs", Admitted(OnNewerServers(ForCurators(jobs.ListQueueAsync))));
        api.MapGet("/v3/jobs/{id}", Admitted(jobs.GetAsync));
        api.MapDelete("/v3/jobs/{id}", Admitted(OnNewerServers(jobs.CancelAsync)));
        api.MapGet("/v3/jobs/{id}/messages", Admitted(ForCurators(jobs.GetMessagesAsync)));
        api.MapGet("/v1/jobs/{id}/output/{outputId}", Admitted(jobs.DownloadAsync));

        AlteryxWorkflowHandlers workflows = new(state);
        api.MapGet("/v3/workflows", Admitted(workflows.ListAsync));
        api.MapGet("/v3/workflows/{id}/questions", Admitted(workflows.ListQuestionsAsync));
        api.MapGet("/v3/workflows/{id}/jobs", Admitted(workflows.ListJobsAsync));
        api.MapPost("/v3/workflows/{id}/jobs", Admitted(workflows.RunAsync));

        api.MapFallback("/{**path}", AlteryxErrors.NoSuchCallAsync);
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

    /// <summary>Lets a request through that has a token which has not ended.</summary>
    private RequestDelegate Admitted(RequestDelegate call) => context =>
        state.AlteryxTokens.IsValid(context.Request.CredentialOf("Bearer"))
            ? call(context)
            : AlteryxErrors.DenyAsync(context, StatusCodes.Status401Unauthorized);

    private RequestDelegate ForCurators(RequestDelegate call) => context => state.Settings.AlteryxCurator switch
    {
        CuratorAccess.Unauthorized => AlteryxErrors.DenyAsync(context, StatusCodes.Status401Unauthorized),
        CuratorAccess.Forbidden => AlteryxErrors.DenyAsync(context, StatusCodes.Status403Forbidden),
        _ => call(context),
    };

    /// <summary>Lets a request through unless the Server is told to be too old for it.</summary>
    private RequestDelegate OnNewerServers(RequestDelegate call) => context => state.Settings.AlteryxNewerCalls switch
    {
        NewerCalls.Available => call(context),
        NewerCalls.MethodNotAllowed when HttpMethods.IsDelete(context.Request.Method) =>
            AlteryxErrors.NoSuchMethodAsync(context),
        _ => AlteryxErrors.NoSuchCallAsync(context),
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

    private static Task RefuseTokenAsync(HttpContext context, int status, string error, string description) =>
        context.AnswerAsync(status, new JsonObject { ["error"] = error, ["error_description"] = description });
}
