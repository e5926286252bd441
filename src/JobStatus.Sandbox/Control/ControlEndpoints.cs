using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.History;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Requests;
using JobStatus.Sandbox.Xplenty;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobStatus.Sandbox.Control;

/// <summary>
/// Maps the control API, which configures the sandbox at run time. It needs no key, and its requests are not logged.
/// <see cref="ControlAccess"/> rejects requests from web pages.
/// </summary>
internal sealed class ControlEndpoints(SandboxState state)
{
    public const string Root = "/_sandbox";

    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder control = routes.MapGroup(Root);

        control.MapGet("/jobs", context => WriteAsync(context, state.Jobs.All.Select(job => job.ToSandboxJob())));
        control.MapPost("/jobs", Create<NewJob, SandboxJob>(job => state.Jobs.Create(job).ToSandboxJob()));
        control.MapDelete("/jobs/{service}/{id}", RemoveJobAsync);

        control.MapGet("/definitions", context => WriteAsync(
            context, state.Definitions.All.Select(definition => definition.ToSandboxDefinition())));
        control.MapPost("/definitions", Create<NewDefinition, SandboxDefinition>(
            definition => state.Definitions.Create(definition).ToSandboxDefinition()));
        control.MapDelete("/definitions/{id}", context => RespondFoundAsync(
            context, state.Definitions.Remove(context.RouteValue("id"))));

        control.MapGet("/packages", context => WriteAsync(
            context, state.Packages.All.Select(package => package.ToSandboxPackage())));
        control.MapPost("/packages", Create<NewPackage, SandboxPackage>(
            package => state.Packages.Create(package).ToSandboxPackage()));
        control.MapDelete("/packages/{id}", context => RespondFoundAsync(
            context, state.Packages.Remove(context.RouteValue("id"))));

        control.MapGet("/xplenty/schedules", context => WriteAsync(
            context, state.XplentySchedules.All.Select(schedule => schedule.ToSandboxSchedule())));
        control.MapPost("/xplenty/schedules", Create<NewXplentySchedule, SandboxXplentySchedule>(
            schedule => state.XplentySchedules.Create(schedule).ToSandboxSchedule()));
        control.MapDelete("/xplenty/schedules/{id}", context => RespondFoundAsync(
            context, state.XplentySchedules.Remove(context.RouteValue("id"))));

        control.MapGet("/workflows", context => WriteAsync(
            context, state.Workflows.All.Select(workflow => workflow.ToSandboxWorkflow())));
        control.MapPost("/workflows", Create<NewWorkflow, SandboxWorkflow>(
            workflow => state.Workflows.Create(workflow).ToSandboxWorkflow()));
        control.MapDelete("/workflows/{id}", context => RespondFoundAsync(
            context, state.Workflows.Remove(context.RouteValue("id"))));

        control.MapGet("/alteryx/schedules", context => WriteAsync(
            context, state.AlteryxSchedules.All.Select(schedule => schedule.ToSandboxSchedule())));
        control.MapPost("/alteryx/schedules", Create<NewAlteryxSchedule, SandboxAlteryxSchedule>(
            schedule => state.AlteryxSchedules.Create(schedule).ToSandboxSchedule()));
        control.MapDelete("/alteryx/schedules/{id}", context => RespondFoundAsync(
            context, state.AlteryxSchedules.Remove(context.RouteValue("id"))));

        control.MapPost("/history", Run(() => MonthOfHistory.AddTo(state)));

        control.MapGet("/faults", context => WriteAsync(context, state.Faults.Snapshot()));
        control.MapPost("/faults", Create<Fault, InjectedFault>(state.Faults.Add));
        control.MapDelete("/faults", Run(state.Faults.Clear));
        control.MapDelete("/faults/{id:int}", RemoveFaultAsync);

        control.MapGet("/requests", context => WriteAsync(
            context, state.Log.Snapshot().Where(RequestFilter(context.Request))));
        control.MapGet("/requests/count", CountRequestsAsync);
        control.MapDelete("/requests", Run(state.Log.Clear));

        control.MapGet("/settings", context => WriteAsync(context, state.Settings));
        control.MapPatch("/settings", Validated(ChangeSettingsAsync));
        control.MapDelete("/tokens", Run(state.AlteryxTokens.Revoke));
        control.MapPost("/reset", Run(state.Reset));
    }

    private Task RemoveJobAsync(HttpContext context) => RespondFoundAsync(
        context,
        Enum.TryParse(context.RouteValue("service"), ignoreCase: true, out SandboxService service)
            && state.Jobs.Remove(service, context.RouteValue("id")));

    private Task RemoveFaultAsync(HttpContext context) => RespondFoundAsync(
        context, state.Faults.Remove(int.Parse(context.RouteValue("id"), CultureInfo.InvariantCulture)));

    private Task CountRequestsAsync(HttpContext context) => WriteAsync(
        context, new JsonObject { ["count"] = state.Log.Snapshot().Count(RequestFilter(context.Request)) });

    /// <summary>Changes the settings that the request body contains and leaves the others unchanged.</summary>
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

    /// <summary>Creates a filter from the optional query parameters <c>path</c> and <c>method</c>.</summary>
    private static Func<LoggedRequest, bool> RequestFilter(HttpRequest request)
    {
        PathPattern path = new(request.Query["path"].ToString());
        string method = request.Query["method"].ToString();
        return logged => path.Matches(logged.Path)
            && (method.Length == 0 || method.Equals(logged.Method, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Creates the object that the request body describes, and responds with status 201 and the result.
    /// </summary>
    private static RequestDelegate Create<TNew, TCreated>(Func<TNew, TCreated> create) => Validated(async context =>
        await WriteAsync(context, create(await ReadAsync<TNew>(context)), StatusCodes.Status201Created));

    /// <summary>Responds with status 400 and the reason if the request body is not valid.</summary>
    private static RequestDelegate Validated(RequestDelegate handler) => async context =>
    {
        try
        {
            await handler(context);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            await context.RespondAsync(
                StatusCodes.Status400BadRequest, new JsonObject { ["error"] = exception.Message });
        }
    };

    private static RequestDelegate Run(Action action) => context =>
    {
        action();
        return RespondFoundAsync(context, found: true);
    };

    private static Task RespondFoundAsync(HttpContext context, bool found)
    {
        context.Response.StatusCode = found ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task<T> ReadAsync<T>(HttpContext context) =>
        await JsonSerializer.DeserializeAsync<T>(context.Request.Body, ControlJson.Options, context.RequestAborted)
            ?? throw new JsonException("The request body must not be null.");

    private static Task WriteAsync<T>(HttpContext context, T value, int status = StatusCodes.Status200OK) =>
        context.RespondAsync(status, MediaTypes.Json, JsonSerializer.Serialize(value, ControlJson.Options));
}
