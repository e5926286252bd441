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
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Requests;
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
    /// <summary>The Xplenty account that there is.</summary>
    public const string XplentyAccount = "demo";

    // for a client that is in the middle of sending something; nothing else takes time
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

    /// <summary>The root of the sandbox.</summary>
    public Uri BaseUri { get; }

    /// <summary>The port that it listens on.</summary>
    public int Port => BaseUri.Port;

    /// <summary>The environment variables by which the module finds the sandbox, with the keys of this moment.</summary>
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

    /// <summary>The keys and limits; what is set counts from the next request on.</summary>
    public SandboxSettings Settings
    {
        get => _state.Settings;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _state.Settings = value;
        }
    }

    /// <summary>The requests to the three services so far, oldest first.</summary>
    public IReadOnlyList<LoggedRequest> Requests => _state.Log.Snapshot();

    /// <summary>The faults that were injected and not removed, oldest first.</summary>
    public IReadOnlyList<InjectedFault> Faults => _state.Faults.Snapshot();

    /// <summary>Starts a sandbox. It listens when the task completes.</summary>
    /// <exception cref="System.IO.IOException">The port is taken.</exception>
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
            Compose(application, state, stopping.Token);
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

    /// <summary>Lets a service run a job.</summary>
    /// <exception cref="ArgumentException">The job makes no sense for its service.</exception>
    public SandboxJob CreateJob(NewJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return _state.Jobs.Create(job).ToSandboxJob();
    }

    /// <summary>Takes a job away, as if it had never been; false when there is none of that id.</summary>
    public bool RemoveJob(SandboxService service, string id) => _state.Jobs.Remove(service, id);

    /// <summary>Gives Alma a job definition.</summary>
    /// <exception cref="ArgumentException">Alma could not have such a definition.</exception>
    public SandboxDefinition CreateDefinition(NewDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return _state.Definitions.Create(definition).ToSandboxDefinition();
    }

    /// <summary>Takes a job definition away; its runs stay. False when there is none of that id.</summary>
    public bool RemoveDefinition(string id) => _state.Definitions.Remove(id);

    /// <summary>Gives Xplenty a package.</summary>
    /// <exception cref="ArgumentException">Xplenty could not have such a package.</exception>
    public SandboxPackage CreatePackage(NewPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return _state.Packages.Create(package).ToSandboxPackage();
    }

    /// <summary>Takes a package away; its runs stay. False when there is none of that id.</summary>
    public bool RemovePackage(long id) => _state.Packages.Remove(id);

    /// <summary>Gives Alteryx a workflow.</summary>
    /// <exception cref="ArgumentException">Alteryx could not have such a workflow.</exception>
    public SandboxWorkflow CreateWorkflow(NewWorkflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return _state.Workflows.Create(workflow).ToSandboxWorkflow();
    }

    /// <summary>Takes a workflow away; its runs stay. False when there is none of that id.</summary>
    public bool RemoveWorkflow(string id) => _state.Workflows.Remove(id);

    /// <summary>Lets something go wrong.</summary>
    /// <exception cref="ArgumentException">The fault cannot be played.</exception>
    public InjectedFault InjectFault(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return _state.Faults.Add(fault);
    }

    /// <summary>Removes a fault, and lets the requests go on that it holds; false when there is none of that number.</summary>
    public bool RemoveFault(int id) => _state.Faults.Remove(id);

    /// <summary>Ends all Alteryx tokens at once.</summary>
    public void RevokeTokens() => _state.AlteryxTokens.Revoke();

    /// <summary>Empties the log of requests.</summary>
    public void ClearRequests() => _state.Log.Clear();

    /// <summary>
    /// Puts everything back to the start: jobs and what they are runs of, faults, keys, limits, tokens, log. The numbers
    /// of requests and faults go on.
    /// </summary>
    public void Reset() => _state.Reset();

    /// <summary>
    /// Waits for a request that matches, and returns it as it was when it first did: on arrival, answer or end.
    /// Those in the log already count.
    /// </summary>
    public Task<LoggedRequest> WaitForRequestAsync(
        Func<LoggedRequest, bool> match, CancellationToken cancellationToken = default) =>
        _state.Log.WaitAsync(match, ended: false, cancellationToken);

    /// <summary>Waits until a request that matches has ended. Those in the log already count.</summary>
    public Task<LoggedRequest> WaitForRequestEndAsync(
        Func<LoggedRequest, bool> match, CancellationToken cancellationToken = default) =>
        _state.Log.WaitAsync(match, ended: true, cancellationToken);

    /// <summary>Stops listening, and cuts the requests that a fault holds.</summary>
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

    private static void Compose(WebApplication application, SandboxState state, CancellationToken stopping)
    {
        RequestLogMiddleware log = new(state.Log, state.Clock);
        FaultMiddleware faults = new(state.Faults, state.Clock, stopping);
        application.Use((context, next) =>
        {
            // what the sandbox says about time goes by one clock
            context.Response.Headers.Date = HeaderUtilities.FormatDate(state.Clock.GetUtcNow());
            return next(context);
        });
        application.UseWhen(
            context => !context.Request.Path.StartsWithSegments(ControlEndpoints.Root),
            services => services.Use(log.InvokeAsync).Use(faults.InvokeAsync));

        new AlmaEndpoints(state).Map(application);
        new XplentyEndpoints(state).Map(application);
        new AlteryxEndpoints(state).Map(application);
        new ControlEndpoints(state).Map(application);
    }
}
