using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using JobStatus.Sandbox;

namespace JobStatus.Services.Tests.Faults;

/// <summary>A row of the fault tables: a fault and its expected outcomes.</summary>
internal sealed record FaultRow(string Group, string Name, ExpectedOutcome Read, ExpectedOutcome List, ExpectedOutcome Wait)
{
    /// <summary>A request timeout that is longer than any other delay, so that the two can be distinguished.</summary>
    public static readonly TimeSpan NoTimeout = TimeSpan.FromDays(1);

    /// <summary>Sends a response with the fault, or null if the fault is not in a response.</summary>
    public Func<Exchange, Task>? Respond { get; init; }

    /// <summary>Injects a fault that is not in a response, or null if there is none.</summary>
    public Action<FaultScenario>? Inject { get; init; }

    /// <summary>The services that the fault can affect.</summary>
    public IReadOnlyList<SandboxService> Services { get; init; } = [SandboxService.Alma, SandboxService.Xplenty, SandboxService.Alteryx];

    /// <summary>Whether the fault is present from the first request on, because it cannot begin later.</summary>
    public bool FromFirstRequest { get; init; }

    /// <summary>Whether the fault always persists, so that a recovery cannot be tested.</summary>
    public bool AlwaysPersists { get; init; }

    /// <summary>The timeout of a request.</summary>
    public TimeSpan Timeout { get; init; } = NoTimeout;

    /// <summary>The certificate of the server, or null for unencrypted HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether the client accepts any certificate.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The address of the service if the client uses an HTTP proxy, or null if it uses none.</summary>
    public Uri? ProxiedAddress { get; init; }

    /// <summary>The address that the client connects to, or null for the actual address.</summary>
    public Uri? Address { get; init; }

    /// <summary>The difference between the clock of the service and the local clock.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>Texts that the error must contain in addition to those that every error must contain.</summary>
    public IReadOnlyList<string> RequiredTexts { get; init; } = [];

    /// <summary>Whether the test is so slow that a wait encounters the fault only once.</summary>
    public bool IsSlow { get; init; }
}
