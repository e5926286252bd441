using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobStatus.Sandbox;

/// <summary>The calls by which a user tells the sandbox what to do. They need no key, and are not in the log.</summary>
internal sealed class ControlEndpoints(SandboxState state)
{
    internal const string Root = "/_sandbox";

    internal void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder control = routes.MapGroup(Root);

        control.MapGet("/jobs", context => WriteAsync(context, state.Jobs.All.Select(job => job.ToSandboxJob())));
        control.MapPost("/jobs", Checked(CreateJobAsync));
        control.MapDelete("/jobs/{service}/{id}", RemoveJobAsync);

        control.MapGet("/faults", context => WriteAsync(context, state.Faults.Snapshot()));
        control.MapPost("/faults", Checked(InjectFaultAsync));
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

    private async Task CreateJobAsync(HttpContext context) => await WriteAsync(
        context, state.Jobs.Create(await ReadAsync<NewJob>(context)).ToSandboxJob(), StatusCodes.Status201Created);

    private Task RemoveJobAsync(HttpContext context) => FoundAsync(
        context,
        Enum.TryParse(context.RouteValue("service"), ignoreCase: true, out SandboxService service)
            && state.Jobs.Remove(service, context.RouteValue("id")));

    private async Task InjectFaultAsync(HttpContext context) => await WriteAsync(
        context, state.Faults.Add(await ReadAsync<Fault>(context)), StatusCodes.Status201Created);

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

    /// <summary>Answers 400 with the reason when what was sent cannot be read or makes no sense.</summary>
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
