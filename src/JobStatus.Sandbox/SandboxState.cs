using System;
using JobStatus.Sandbox.Alma;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.History;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;
using JobStatus.Sandbox.Requests;
using JobStatus.Sandbox.Xplenty;

namespace JobStatus.Sandbox;

/// <summary>The state of a sandbox.</summary>
internal sealed class SandboxState
{
    private readonly SandboxSettings _initialSettings;
    private readonly bool _hasHistory;
    private volatile SandboxSettings _settings;

    public SandboxState(SandboxOptions options)
    {
        _settings = _initialSettings = options.Settings;
        Clock = options.TimeProvider;
        Jobs = new JobStore(Clock, Definitions, Packages, Workflows);
        AlmaStarter = new AlmaJobStarter(Clock, Jobs);
        Sets = new SetCatalog(Clock);
        Clusters = new XplentyClusters(Clock);
        XplentySchedules = new XplentyScheduleCatalog(Clock);
        AlmaDailyQuota = new FixedWindowLimiter(Clock, TimeSpan.FromDays(1));
        AlmaRateLimit = new FixedWindowLimiter(Clock, TimeSpan.FromSeconds(1));
        XplentyHourlyQuota = new FixedWindowLimiter(Clock, TimeSpan.FromHours(1));
        AlteryxTokens = new AlteryxTokenStore(Clock);
        _hasHistory = options.History;
        AddInitialHistory();
    }

    public TimeProvider Clock { get; }

    public JobStore Jobs { get; }

    public DefinitionCatalog Definitions { get; } = new();

    public AlmaJobStarter AlmaStarter { get; }

    public SetCatalog Sets { get; }

    public PackageCatalog Packages { get; } = new();

    public XplentyClusters Clusters { get; }

    public XplentyScheduleCatalog XplentySchedules { get; }

    public XplentyWatchers Watchers { get; } = new();

    public WorkflowCatalog Workflows { get; } = new();

    public AlteryxScheduleCatalog AlteryxSchedules { get; } = new();

    public FaultList Faults { get; } = new();

    public RequestLog Log { get; } = new();

    public FixedWindowLimiter AlmaDailyQuota { get; }

    public FixedWindowLimiter AlmaRateLimit { get; }

    public FixedWindowLimiter XplentyHourlyQuota { get; }

    public AlteryxTokenStore AlteryxTokens { get; }

    public SandboxSettings Settings
    {
        get => _settings;
        set => _settings = value;
    }

    /// <summary>Restores the initial state, except for request numbers, fault ids and the ids of new jobs.</summary>
    public void Reset()
    {
        Faults.Clear();
        Definitions.Reset();
        Packages.Reset();
        Workflows.Reset();
        AlteryxSchedules.Reset();
        Jobs.Reset();
        AlmaStarter.Reset();
        Sets.Reset();
        Clusters.Reset();
        XplentySchedules.Reset();
        Watchers.Reset();
        Settings = _initialSettings;
        AlmaDailyQuota.Reset();
        AlmaRateLimit.Reset();
        XplentyHourlyQuota.Reset();
        AlteryxTokens.Revoke();
        Log.Clear();
        AddInitialHistory();
    }

    private void AddInitialHistory()
    {
        if (_hasHistory)
        {
            MonthOfHistory.AddTo(this);
        }
    }
}
