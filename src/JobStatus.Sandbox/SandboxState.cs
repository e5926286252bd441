using System;

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
        AlmaStarts = new AlmaStarts(Clock, Jobs);
        Clusters = new XplentyClusters(Clock);
        AlmaDay = new RequestBudget(Clock, TimeSpan.FromDays(1));
        AlmaSecond = new RequestBudget(Clock, TimeSpan.FromSeconds(1));
        XplentyHour = new RequestBudget(Clock, TimeSpan.FromHours(1));
        AlteryxTokens = new AlteryxTokens(Clock);
    }

    internal TimeProvider Clock { get; }

    internal JobStore Jobs { get; }

    internal AlmaDefinitions Definitions { get; } = new();

    internal AlmaStarts AlmaStarts { get; }

    internal XplentyPackages Packages { get; } = new();

    internal XplentyClusters Clusters { get; }

    internal XplentyWatchers Watchers { get; } = new();

    internal AlteryxWorkflows Workflows { get; } = new();

    internal FaultList Faults { get; } = new();

    internal RequestLog Log { get; } = new();

    internal RequestBudget AlmaDay { get; }

    internal RequestBudget AlmaSecond { get; }

    internal RequestBudget XplentyHour { get; }

    internal AlteryxTokens AlteryxTokens { get; }

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
        AlmaStarts.Reset();
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
