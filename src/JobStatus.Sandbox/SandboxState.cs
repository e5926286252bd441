using System;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Requests;
using JobStatus.Sandbox.Xplenty;

namespace JobStatus.Sandbox;

/// <summary>Everything that the sandbox remembers between two requests.</summary>
internal sealed class SandboxState
{
    private readonly SandboxSettings _firstSettings;
    private volatile SandboxSettings _settings;

    internal SandboxState(SandboxOptions options)
    {
        _settings = _firstSettings = options.Settings;
        Clock = options.TimeProvider;
        Jobs = new JobStore(Clock, Definitions, Packages, Workflows);
        AlmaStarter = new AlmaJobStarter(Clock, Jobs);
        Clusters = new XplentyClusters(Clock);
        AlmaDay = new FixedWindowLimiter(Clock, TimeSpan.FromDays(1));
        AlmaSecond = new FixedWindowLimiter(Clock, TimeSpan.FromSeconds(1));
        XplentyHour = new FixedWindowLimiter(Clock, TimeSpan.FromHours(1));
        AlteryxTokens = new AlteryxTokenStore(Clock);
    }

    internal TimeProvider Clock { get; }

    internal JobStore Jobs { get; }

    internal DefinitionCatalog Definitions { get; } = new();

    internal AlmaJobStarter AlmaStarter { get; }

    internal PackageCatalog Packages { get; } = new();

    internal XplentyClusters Clusters { get; }

    internal XplentyWatchers Watchers { get; } = new();

    internal WorkflowCatalog Workflows { get; } = new();

    internal FaultList Faults { get; } = new();

    internal RequestLog Log { get; } = new();

    internal FixedWindowLimiter AlmaDay { get; }

    internal FixedWindowLimiter AlmaSecond { get; }

    internal FixedWindowLimiter XplentyHour { get; }

    internal AlteryxTokenStore AlteryxTokens { get; }

    internal SandboxSettings Settings
    {
        get => _settings;
        set => _settings = value;
    }

    /// <summary>As at the start, but for the numbers of requests and faults, which go on.</summary>
    internal void Reset()
    {
        Faults.Clear();
        Definitions.Reset();
        Packages.Reset();
        Workflows.Reset();
        Jobs.Reset();
        AlmaStarter.Reset();
        Clusters.Reset();
        Watchers.Reset();
        Settings = _firstSettings;
        AlmaDay.Reset();
        AlmaSecond.Reset();
        XplentyHour.Reset();
        AlteryxTokens.Revoke();
        Log.Clear();
    }
}
