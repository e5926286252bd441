using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using JobStatus.Sandbox;

namespace JobStatus.Services.Tests.Faults;

/// <summary>A row of the fault matrix: what goes wrong, and what must come of it.</summary>
internal sealed record FaultRow(string Group, string Name, Expectation Read, Expectation List, Expectation Wait)
{
    /// <summary>A limit of a request that is longer than any other delay, to tell the two apart.</summary>
    public static readonly TimeSpan UsualLimit = TimeSpan.FromDays(1);

    /// <summary>How each answer goes wrong; null where something else does.</summary>
    public Func<Exchange, Task>? Answer { get; init; }

    /// <summary>What else goes wrong, from this moment on.</summary>
    public Action<FaultStage>? Begin { get; init; }

    /// <summary>The services that it can happen to.</summary>
    public IReadOnlyList<SandboxService> Services { get; init; } = [SandboxService.Alma, SandboxService.Xplenty, SandboxService.Alteryx];

    /// <summary>Whether it is there from the first request on, since it cannot begin in the middle.</summary>
    public bool FromStart { get; init; }

    /// <summary>Whether it cannot pass, so that only its staying is tried.</summary>
    public bool NeverPasses { get; init; }

    /// <summary>How long a request may take.</summary>
    public TimeSpan Limit { get; init; } = UsualLimit;

    /// <summary>The certificate of the server; null for plain http.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether the certificate is not to be checked.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Where the service is said to be, behind a proxy; null where there is none.</summary>
    public Uri? BehindProxy { get; init; }

    /// <summary>Where the service is said to be; null for where it is.</summary>
    public Uri? Address { get; init; }

    /// <summary>By how much the service's clock is ahead.</summary>
    public TimeSpan Ahead { get; init; }

    /// <summary>What its error must say beside what each has to.</summary>
    public IReadOnlyList<string> Says { get; init; } = [];

    /// <summary>Whether it takes long enough that once is enough.</summary>
    public bool IsHeavy { get; init; }
}
