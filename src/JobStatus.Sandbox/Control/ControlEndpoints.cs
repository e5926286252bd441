using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Requests;
using JobStatus.Sandbox.Xplenty;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobStatus.Sandbox.Control;

/// <summary>The calls by which a user tells the sandbox what to do. They need no key, and are not in the log.</summary>
internal sealed class ControlEndpoints(SandboxState state)
{
    internal const string Root = "/_sandbox";

    internal void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder control = routes.MapGroup(Root);

        control.MapGet("/jobs", context => WriteAsync(context, state.Jobs.All.Select(job => job.ToSandboxJob())));
        control.MapPost("/jobs", Created<NewJob, SandboxJob>(job => state.Jobs.Create(job).ToSandboxJob()));
        control.MapDelete("/jobs/{service}/{id}", RemoveJobAsync);

        control.MapGet("/definitions", context => WriteAsync(
            context, state.Definitions.All.Select(definition => definition.ToSandboxDefinition())));
        control.MapPost("/definitions", Created<NewDefinition, SandboxDefinition>(
            definition => state.Definitions.Create(definition).ToSandboxDefinition()));
        control.MapDelete("/definitions/{id}", context => FoundAsync(
            context, state.Definitions.Remove(context.RouteValue("id"))));

        control.MapGet("/packages", context => WriteAsync(
            context, state.Packages.All.Select(package => package.ToSandboxPackage())));
        control.MapPost("/packages", Created<NewPackage, SandboxPackage>(
            package => state.Packages.Create(package).ToSandboxPackage()));
        control.MapDelete("/packages/{id}", context => FoundAsync(
            context, state.Packages.Remove(context.RouteValue("id"))));

        control.MapGet("/workflows", context => WriteAsync(
            context, state.Workflows.All.Select(workflow => workflow.ToSandboxWorkflow())));
        control.MapPost("/workflows", Created<NewWorkflow, SandboxWorkflow>(
            workflow => state.Workflows.Create(workflow).ToSandboxWorkflow()));
        control.MapDelete("/workflows/{id}", context => FoundAsync(
            context, state.Workflows.Remove(context.RouteValue("id"))));

        control.MapGet("/faults", context => WriteAsync(context, state.Faults.Snapshot()));
        control.MapPost("/faults", Created<Fault, InjectedFault>(state.Faults.Add));
        control.MapDelete("/faults", Done(state.Faults.Clear));
        control.MapDelete("/faults/{id:int}", RemoveFaultAsync);

        control.MapGet("/requests", context => WriteAsync(context, state.Log.Snapshot().Where(Asked(context.Request))));
        control.MapGet("/requests/count", CountRequestsAsync);
        control.MapDelete("/requests", Done(state.Log.Clear));

        control.MapGet("/settings", context => WriteAsync(context, state.Settings));
        control.MapPatch("/settings", Checked(ChangeSettingsAsync));
        control.MapDelete("/tokens", Done(state.AlteryxTokens.Revoke));
        control.MapPost("/reset", Done(state.Reset));
    }

    private Task RemoveJobAsync(HttpContext context) => FoundAsync(
        context,
        Enum.TryParse(context.RouteValue("service"), ignoreCase: true, out SandboxService service)
            && state.Jobs.Remove(service, context.RouteValue("id")));

    private Task RemoveFaultAsync(HttpContext context) => FoundAsync(
        context, state.Faults.Remove(int.Parse(context.RouteValue("id"), CultureInfo.InvariantCulture)));

    private Task CountRequestsAsync(HttpContext context) => WriteAsync(
        context, new JsonObject { ["count"] = state.Log.Snapshot().Count(Asked(context.Request)) });

    /// <summary>Puts the fields that are given over those that are set.</summary>
    private async Task ChangeSettingsAsync(HttpContext context)
    {
        JsonObject settings = JsonSerializer.SerializeToNode(state.Settings, ControlJson.Options)!.AsObject();
        foreach ((string name, JsonNode? value) in await ReadAsync<JsonObject>(context))
        {
            settings[name] = value?.DeepClone();
        }

        state.Settings = settings.Deserialize<SandboxSettings>(ControlJson.Options)!;
        await WriteAsync(context, state.Settings);
    }

    /// <summary>The requests that the query asks for by <c>path</c> and <c>method</c>; all without them.</summary>
    private static Func<LoggedRequest, bool> Asked(HttpRequest request)
    {
        PathPattern path = new(request.Query["path"].ToString());
        string method = request.Query["method"].ToString();
        return logged => path.Matches(logged.Path)
            && (method.Length == 0 || method.Equals(logged.Method, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Creates what the body tells of, and answers with what came of it.</summary>
    private static RequestDelegate Created<TNew, TCreated>(Func<TNew, TCreated> create) => Checked(async context =>
        await WriteAsync(context, create(await ReadAsync<TNew>(context)), StatusCodes.Status201Created));

    /// <summary>ResponseExtensions 400 with the reason when what was sent cannot be read or makes no sense.</summary>
    private static RequestDelegate Checked(RequestDelegate call) => async context =>
    {
        try
        {
            await call(context);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            await context.AnswerAsync(
                StatusCodes.Status400BadRequest, new JsonObject { ["error"] = exception.Message });
        }
    };

    private static RequestDelegate Done(Action action) => context =>
    {
        action();
        return FoundAsync(context, found: true);
    };

    private static Task FoundAsync(HttpContext context, bool found)
    {
        context.Response.StatusCode = found ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task<T> ReadAsync<T>(HttpContext context) =>
        await JsonSerializer.DeserializeAsync<T>(context.Request.Body, ControlJson.Options, context.RequestAborted)
            ?? throw new JsonException("The body is null.");

    private static Task WriteAsync<T>(HttpContext context, T value, int status = StatusCodes.Status200OK) =>
        context.AnswerAsync(status, MediaTypes.Json, JsonSerializer.Serialize(value, ControlJson.Options));
}
