using System.Globalization;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobStatus.Sandbox.Alma;

/// <summary>Alma's calls, and who may make them.</summary>
internal sealed class AlmaEndpoints(SandboxState state)
{
    internal const string JobsPath = "/almaws/v1/conf/jobs";

    private readonly AlmaResponses _answers = new(state.Clock);

    internal void Map(IEndpointRouteBuilder routes)
    {
        AlmaJobHandlers jobs = new(state, _answers);
        AlmaInstanceHandlers instances = new(state, _answers);
        string instance = $"{JobsPath}/{{jobId}}/instances/{{instanceId}}";

        routes.MapGet("/almaws/v1/conf/test", Admitted(_ => Task.CompletedTask));
        routes.MapGet(JobsPath, Admitted(jobs.ListAsync));
        routes.MapGet($"{JobsPath}/{{jobId}}", Admitted(jobs.GetAsync));
        routes.MapPost($"{JobsPath}/{{jobId}}", Admitted(jobs.RunAsync, changes: true));
        routes.MapGet($"{JobsPath}/{{jobId}}/instances", Admitted(instances.ListAsync));
        routes.MapGet(instance, Admitted(instances.GetAsync));
        routes.MapGet($"{instance}/events", Admitted(instances.ListEventsAsync));
        routes.MapGet($"{instance}/matches", Admitted(instances.ListMatchesAsync));
        routes.MapGet($"{instance}/download", Admitted(instances.DownloadAsync));
        routes.MapFallback("/almaws/{**path}", Admitted(context => _answers.RefuseAsync(context, AlmaError.NoSuchCall)));
    }

    /// <summary>Lets a request through that has a key for it and a place in the allowance.</summary>
    private RequestDelegate Admitted(RequestDelegate call, bool changes = false) => context =>
    {
        SandboxSettings settings = state.Settings;
        AlmaError? refusal =
            settings.AlmaRequestsPerSecond is { } limit && !state.AlmaSecond.TrySpend(limit) ? AlmaError.TooFast
            : !state.AlmaDay.TrySpend(settings.AlmaRequestsPerDay) ? AlmaError.AllowanceSpent
            : !HasKey(context.Request, settings, changes) ? AlmaError.Unauthorized
            : null;

        context.Response.Headers["X-Exl-Api-Remaining"] =
            state.AlmaDay.Remaining(settings.AlmaRequestsPerDay).ToString(CultureInfo.InvariantCulture);
        return refusal is null ? call(context) : _answers.RefuseAsync(context, refusal);
    };

    private static bool HasKey(HttpRequest request, SandboxSettings settings, bool changes)
    {
        string? key = request.CredentialOf("apikey") ?? request.Query["apikey"];
        return key.IsSecret(settings.AlmaKey) || (!changes && key.IsSecret(settings.AlmaReadOnlyKey));
    }
}
