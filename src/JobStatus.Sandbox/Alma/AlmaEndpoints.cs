using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobStatus.Sandbox;

/// <summary>Alma's calls.</summary>
internal sealed class AlmaEndpoints(SandboxState state)
{
    private const string JobsPath = "/almaws/v1/conf/jobs";
    private const string AnyJob = "ALL";

    private int _errors;

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/almaws/v1/conf/test", Admitted(_ => Task.CompletedTask));
        routes.MapGet($"{JobsPath}/{{jobId}}/instances/{{instanceId}}", Admitted(GetInstanceAsync));
        routes.MapFallback("/almaws/{**path}", Admitted(context => RefuseAsync(context, AlmaError.NoSuchCall)));
    }

    private Task GetInstanceAsync(HttpContext context)
    {
        string jobId = context.RouteValue("jobId");
        string instanceId = context.RouteValue("instanceId");
        if (jobId != AnyJob && !NewJobCheck.IsDefinitionId(jobId))
        {
            return RefuseAsync(context, AlmaError.MalformedJobId(jobId));
        }

        if (jobId != AnyJob && !state.Jobs.HasDefinition(jobId))
        {
            return RefuseAsync(context, AlmaError.UnknownJob(jobId));
        }

        StoredJob? job = state.Jobs.Find(SandboxService.Alma, instanceId);
        return job switch
        {
            not null when jobId != AnyJob && job.JobId != jobId =>
                RefuseAsync(context, AlmaError.UnknownInstance(instanceId)),
            RecordedJob recorded => context.AnswerAsync(recorded.Find(
                context.Request.FormatAsked() == AlmaFormat.Json ? RecordedForm.AlmaJson : RecordedForm.AlmaXml)!),
            SimulatedJob simulated => AnswerAsync(
                context,
                "job_instance",
                AlmaInstancePayload.Write(simulated, state.Clock.GetUtcNow(), context.Request.Origin() + JobsPath)),
            _ => RefuseAsync(context, AlmaError.UnknownInstance(instanceId)),
        };
    }

    /// <summary>Lets a request through that has a key and a place in the allowance.</summary>
    private RequestDelegate Admitted(RequestDelegate call) => context =>
    {
        SandboxSettings settings = state.Settings;
        AlmaError? refusal =
            settings.AlmaRequestsPerSecond is { } limit && !state.AlmaSecond.TrySpend(limit) ? AlmaError.TooFast
            : !state.AlmaDay.TrySpend(settings.AlmaRequestsPerDay) ? AlmaError.AllowanceSpent
            : !KeyOf(context.Request).IsSecret(settings.AlmaKey) ? AlmaError.Unauthorized
            : null;

        context.Response.Headers["X-Exl-Api-Remaining"] =
            state.AlmaDay.Remaining(settings.AlmaRequestsPerDay).ToString(CultureInfo.InvariantCulture);
        return refusal is null ? call(context) : RefuseAsync(context, refusal);
    };

    private static string? KeyOf(HttpRequest request) =>
        request.CredentialOf("apikey") ?? request.Query["apikey"];

    private Task RefuseAsync(HttpContext context, AlmaError error)
    {
        string trackingId = string.Create(
            CultureInfo.InvariantCulture,
            $"E01-{state.Clock.GetUtcNow():ddMMHHmmss}-{Interlocked.Increment(ref _errors):D5}-SANDBOX");
        return context.Request.FormatAsked() == AlmaFormat.Json
            ? context.AnswerAsync(error.HttpStatus, error.ToJson(trackingId), MediaTypes.AlmaJson)
            : context.AnswerAsync(error.HttpStatus, MediaTypes.AlmaXml, AlmaXml.Write(error.ToXml(trackingId)));
    }

    private static Task AnswerAsync(HttpContext context, string rootName, JsonObject body) =>
        context.Request.FormatAsked() == AlmaFormat.Json
            ? context.AnswerAsync(StatusCodes.Status200OK, body, MediaTypes.AlmaJson)
            : context.AnswerAsync(StatusCodes.Status200OK, MediaTypes.AlmaXml, AlmaXml.Write(rootName, body));
}
