using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Control;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.History;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Requests;
using JobStatus.Sandbox.Strict;
using JobStatus.Sandbox.Xplenty;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;

namespace JobStatus.Sandbox;

/// <summary>A running sandbox: all three services on one port of 127.0.0.1.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    /// <summary>The id of the only Xplenty account.</summary>
    public const string XplentyAccount = "demo";

    // Only a client that is still sending a request can delay the shutdown.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication _application;
    private readonly SandboxState _state;
    private readonly CancellationTokenSource _stopping;

    private SandboxServer(WebApplication application, SandboxState state, CancellationTokenSource stopping)
    {
        _application = application;
        _state = state;
        _stopping = stopping;
        BaseUri = new Uri(application.Urls.Single());
    }

    /// <summary>The base address of the sandbox.</summary>
    public Uri BaseUri { get; }

    /// <summary>The port on which the sandbox listens.</summary>
    public int Port => BaseUri.Port;

    /// <summary>The environment variables that connect the module to the sandbox, with the current keys.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables
    {
        get
        {
            string origin = BaseUri.GetLeftPart(UriPartial.Authority);
            SandboxSettings settings = Settings;
            return new OrderedDictionary<string, string>
            {
                ["ALMA_BASE_URI"] = origin,
                ["ALMA_API_KEY"] = settings.AlmaKey,
                ["XPLENTY_BASE_URI"] = origin,
                ["XPLENTY_ACCOUNT_ID"] = XplentyAccount,
                ["XPLENTY_API_KEY"] = settings.XplentyKey,
                ["ALTERYX_BASE_URI"] = $"{origin}/webapi",
                ["ALTERYX_CLIENT_ID"] = settings.AlteryxClientId,
                ["ALTERYX_CLIENT_SECRET"] = settings.AlteryxClientSecret,
            };
        }
    }

    /// <summary>The current settings. A change takes effect with the next request.</summary>
    public SandboxSettings Settings
    {
        get => _state.Settings;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _state.Settings = value;
        }
    }

    /// <summary>The logged requests to the three services, oldest first.</summary>
    public IReadOnlyList<LoggedRequest> Requests => _state.Log.Snapshot();

    /// <summary>
    /// The injected faults that were not removed, oldest first. This includes faults that are used up.
    /// </summary>
    public IReadOnlyList<InjectedFault> Faults => _state.Faults.Snapshot();

    /// <summary>Starts a sandbox. When the task completes, the sandbox is listening.</summary>
    /// <exception cref="System.IO.IOException">The port is in use.</exception>
    public static async Task<SandboxServer> StartAsync(
        SandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SandboxOptions();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, InProcessLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);

        SandboxState state = new(options);
        CancellationTokenSource stopping = new();
        WebApplication application = builder.Build();
        try
        {
            Configure(application, state, stopping.Token);
            await application.StartAsync(cancellationToken);
            return new SandboxServer(application, state, stopping);
        }
        catch
        {
            await application.DisposeAsync();
            stopping.Dispose();
            throw;
        }
    }

    /// <summary>Creates a job, or replaces the one with the same id.</summary>
    /// <exception cref="ArgumentException">The job is not valid for its service.</exception>
    public SandboxJob CreateJob(NewJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return _state.Jobs.Create(job).ToSandboxJob();
    }

    /// <summary>Removes a job. Returns false if it does not exist.</summary>
    public bool RemoveJob(SandboxService service, string id) => _state.Jobs.Remove(service, id);

    /// <summary>Creates an Alma job definition, or replaces the one with the same id.</summary>
    /// <exception cref="ArgumentException">The definition is not valid.</exception>
    public SandboxDefinition CreateDefinition(NewDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return _state.Definitions.Create(definition).ToSandboxDefinition();
    }

    /// <summary>Removes an Alma job definition, but not its runs. Returns false if it does not exist.</summary>
    public bool RemoveDefinition(string id) => _state.Definitions.Remove(id);

    /// <summary>Creates an Xplenty package, or replaces the one with the same id.</summary>
    /// <exception cref="ArgumentException">The package is not valid.</exception>
    public SandboxPackage CreatePackage(NewPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return _state.Packages.Create(package).ToSandboxPackage();
    }

    /// <summary>Removes an Xplenty package, but not its runs. Returns false if it does not exist.</summary>
    public bool RemovePackage(long id) => _state.Packages.Remove(id);

    /// <summary>Creates an Xplenty schedule, or replaces the one with the same id.</summary>
    /// <exception cref="ArgumentException">The schedule is not valid.</exception>
    public SandboxXplentySchedule CreateXplentySchedule(NewXplentySchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return _state.XplentySchedules.Create(schedule).ToSandboxSchedule();
    }

    /// <summary>Removes an Xplenty schedule, but not its runs. Returns false if it does not exist.</summary>
    public bool RemoveXplentySchedule(long id) => _state.XplentySchedules.Remove(id);

    /// <summary>Creates an Alteryx workflow, or replaces the one with the same id.</summary>
    /// <exception cref="ArgumentException">The workflow is not valid.</exception>
    public SandboxWorkflow CreateWorkflow(NewWorkflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return _state.Workflows.Create(workflow).ToSandboxWorkflow();
    }

    /// <summary>Removes an Alteryx workflow, but not its runs. Returns false if it does not exist.</summary>
    public bool RemoveWorkflow(string id) => _state.Workflows.Remove(id);

    /// <summary>Creates an Alteryx schedule, or replaces the one with the same id.</summary>
    /// <exception cref="ArgumentException">The schedule is not valid.</exception>
    public SandboxAlteryxSchedule CreateAlteryxSchedule(NewAlteryxSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return _state.AlteryxSchedules.Create(schedule).ToSandboxSchedule();
    }

    /// <summary>Adds the month of history that <see cref="SandboxOptions.History"/> describes, up to the current time.</summary>
    public void AddHistory() => MonthOfHistory.AddTo(_state);

    /// <summary>Injects a fault.</summary>
    /// <exception cref="ArgumentException">The fault is not valid.</exception>
    public InjectedFault InjectFault(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return _state.Faults.Add(fault);
    }

    /// <summary>Removes a fault. Requests that the fault holds continue. Returns false if it does not exist.</summary>
    public bool RemoveFault(int id) => _state.Faults.Remove(id);

    /// <summary>Revokes all Alteryx access tokens.</summary>
    public void RevokeTokens() => _state.AlteryxTokens.Revoke();

    /// <summary>Clears the request log.</summary>
    public void ClearRequests() => _state.Log.Clear();

    /// <summary>
    /// Restores the initial state: jobs, definitions, faults, settings, limits, tokens and the request log. Request
    /// numbers, fault ids and the ids of new jobs are not reset.
    /// </summary>
    public void Reset() => _state.Reset();

    /// <summary>
    /// Waits for a matching request and returns it as it was when it first matched. The condition is checked when a
    /// request arrives, when its response starts and when it ends, and for the requests that are already in the log.
    /// </summary>
    public Task<LoggedRequest> WaitForRequestAsync(
        Func<LoggedRequest, bool> match, CancellationToken cancellationToken = default) =>
        _state.Log.WaitAsync(match, ended: false, cancellationToken);

    /// <summary>Waits until a matching request has ended. Requests that are already in the log also count.</summary>
    public Task<LoggedRequest> WaitForRequestEndAsync(
        Func<LoggedRequest, bool> match, CancellationToken cancellationToken = default) =>
        _state.Log.WaitAsync(match, ended: true, cancellationToken);

    /// <summary>Stops the sandbox and resets the connections of requests that a fault holds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _application.StopAsync();
        await _application.DisposeAsync();
        _stopping.Dispose();
    }

    private static void Configure(WebApplication application, SandboxState state, CancellationToken stopping)
    {
        RequestLogMiddleware log = new(state.Log, state.Clock);
        StrictModeMiddleware strict = new(state);
        FaultMiddleware faults = new(state.Faults, state.Clock, stopping);
        application.Use((context, next) =>
        {
            // The Date header uses the same clock as everything else in the sandbox.
            context.Response.Headers.Date = HeaderUtilities.FormatDate(state.Clock.GetUtcNow());
            return next(context);
        });
        application.UseWhen(
            context => !context.Request.Path.StartsWithSegments(ControlEndpoints.Root),
            services => services
                .Use(log.InvokeAsync)
                .Use(strict.InvokeAsync)
                .Use(AlteryxPath.InvokeAsync)
                .Use(faults.InvokeAsync));
        application.UseWhen(
            context => context.Request.Path.StartsWithSegments(ControlEndpoints.Root),
            control => control.Use(ControlAccess.InvokeAsync));

        // After the middleware that changes the path.
        application.UseRouting();

        new AlmaEndpoints(state).Map(application);
        new XplentyEndpoints(state).Map(application);
        new AlteryxEndpoints(state).Map(application);
        new ControlEndpoints(state).Map(application);
    }
}
