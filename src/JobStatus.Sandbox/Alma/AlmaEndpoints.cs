using System.Globalization;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobStatus.Sandbox.Alma;

/// <summary>Maps the Alma API and checks the key and the limits of each request.</summary>
internal sealed class AlmaEndpoints(SandboxState state)
{
    public const string JobsPath = "/almaws/v1/conf/jobs";

    public const string SetsPath = "/almaws/v1/conf/sets";

    private const string TestPath = "/almaws/v1/conf/test";
    private const string Institution = "01SANDBOX_INST";

    private readonly AlmaResponses _responses = new(state.Clock);

    public void Map(IEndpointRouteBuilder routes)
    {
        AlmaJobHandlers jobs = new(state, _responses);
        AlmaInstanceHandlers instances = new(state, _responses);
        AlmaSetHandlers sets = new(state, _responses);
        string instance = $"{JobsPath}/{{jobId}}/instances/{{instanceId}}";

        routes.MapGet(TestPath, Authorize(RespondToTestAsync));
        routes.MapPost(TestPath, Authorize(RespondToTestAsync, requiresWrite: true));
        routes.MapGet(JobsPath, Authorize(jobs.ListAsync));
        routes.MapGet($"{JobsPath}/{{jobId}}", Authorize(jobs.GetAsync));
        routes.MapPost($"{JobsPath}/{{jobId}}", Authorize(jobs.RunAsync, requiresWrite: true));
        routes.MapGet($"{JobsPath}/{{jobId}}/instances", Authorize(instances.ListAsync));
        routes.MapGet(instance, Authorize(instances.GetAsync));
        routes.MapGet($"{instance}/events", Authorize(instances.ListEventsAsync));
        routes.MapGet($"{instance}/matches", Authorize(instances.ListMatchesAsync));
        routes.MapGet($"{instance}/download", Authorize(instances.DownloadAsync));
        routes.MapGet(SetsPath, Authorize(sets.ListAsync));
        routes.MapPost(SetsPath, Authorize(sets.CreateAsync, requiresWrite: true));
        routes.MapGet($"{SetsPath}/{{setId}}", Authorize(sets.GetAsync));
        routes.MapPost($"{SetsPath}/{{setId}}", Authorize(sets.ChangeMembersAsync, requiresWrite: true));
        routes.MapDelete($"{SetsPath}/{{setId}}", Authorize(sets.DeleteAsync, requiresWrite: true));
        routes.MapGet($"{SetsPath}/{{setId}}/members", Authorize(sets.ListMembersAsync));
        routes.MapFallback(
            "/almaws/{**path}", Authorize(context => _responses.RejectAsync(context, AlmaError.UnknownEndpoint)));
    }

    /// <summary>Rejects a request that exceeds a limit or has no key for the operation.</summary>
    private RequestDelegate Authorize(RequestDelegate handler, bool requiresWrite = false) => context =>
    {
        SandboxSettings settings = state.Settings;
        AlmaError? error =
            settings.AlmaRequestsPerSecond is { } limit && !state.AlmaRateLimit.TryAcquire(limit)
                ? AlmaError.RateLimitExceeded
            : !state.AlmaDailyQuota.TryAcquire(settings.AlmaRequestsPerDay) ? AlmaError.DailyQuotaExceeded
            : !HasKey(context.Request, settings, requiresWrite) ? AlmaError.Unauthorized
            : null;

        context.Response.Headers["X-Exl-Api-Remaining"] =
            state.AlmaDailyQuota.Remaining(settings.AlmaRequestsPerDay).ToString(CultureInfo.InvariantCulture);
        return error is null ? handler(context) : _responses.RejectAsync(context, error);
    };

    private static Task RespondToTestAsync(HttpContext context) => context.RespondAsync(
        StatusCodes.Status200OK, MediaTypes.Text, $"{context.Request.Method} - OK\n{Institution}\n");

    private static bool HasKey(HttpRequest request, SandboxSettings settings, bool requiresWrite)
    {
        string? key = request.CredentialOf("apikey") ?? request.Query["apikey"];
        return key.MatchesSecret(settings.AlmaKey) || (!requiresWrite && key.MatchesSecret(settings.AlmaReadOnlyKey));
    }
}
