using System;
using System.Collections.Generic;

namespace JobStatus.Sandbox.History;

/// <summary>
/// The definitions with a history: for each service one that always succeeds, one whose latest run failed, and others that were slow,
/// had warnings, or were repeated.
/// </summary>
internal static class RecurringJobs
{
    public static IReadOnlyList<RecurringJob> All { get; } =
    [
        new()
        {
            Service = SandboxService.Alma,
            DefinitionId = "S3001",
            Name = "Publish to discovery",
            Minutes = 25,
            At = new(2, 0, 0),
            Exceptions = new Dictionary<int, RunException> { [0] = RunException.Slow(2.8), [17] = RunException.Slow(1.3) },
        },
        new()
        {
            Service = SandboxService.Alma,
            DefinitionId = "S3002",
            Name = "Import student data",
            Minutes = 12,
            At = new(3, 30, 0),
            Exceptions = new Dictionary<int, RunException>
            {
                [0] = RunException.Fails("The file students.xml was not found on the FTP server."),
                [8] = RunException.Fails("The file students.xml was not found on the FTP server."),
                [21] = RunException.Fails("The file students.xml is not valid XML.", factor: 0.6),
            },
        },
        new()
        {
            Service = SandboxService.Alma,
            DefinitionId = "S3003",
            Name = "Send overdue notices",
            Minutes = 4,
            At = new(6, 0, 0),
            Exceptions = new Dictionary<int, RunException>
            {
                [2] = RunException.Warns("3 users have no email address."),
                [11] = RunException.Warns("1 user has no email address."),
            },
        },
        new()
        {
            Service = SandboxService.Alma,
            DefinitionId = "S3004",
            Name = "Synchronize holdings",
            Minutes = 7,
            At = new(0, 15, 0),
            Every = TimeSpan.FromHours(6),
            Exceptions = new Dictionary<int, RunException> { [33] = RunException.Fails("The connection was lost.", factor: 4) },
        },
        new()
        {
            Service = SandboxService.Xplenty,
            DefinitionId = "3101",
            Name = "Loans to warehouse",
            Minutes = 35,
            At = new(1, 30, 0),
            Exceptions = new Dictionary<int, RunException>
            {
                [5] = RunException.Fails("The source closed the connection.", isRetried: true),
                [19] = RunException.Fails("The source closed the connection.", isRetried: true),
            },
        },
        new()
        {
            Service = SandboxService.Xplenty,
            DefinitionId = "3102",
            Name = "Fines to finance",
            Minutes = 8,
            At = new(3, 0, 0),
            Exceptions = new Dictionary<int, RunException>
            {
                [0] = RunException.Fails("The destination refused the login."),
                [1] = RunException.Fails("The destination refused the login."),
            },
        },
        new()
        {
            // The latest run is still in progress.
            Service = SandboxService.Xplenty,
            DefinitionId = "3103",
            Name = "Website visits",
            Minutes = 18,
            At = new(0, 45, 0),
            Every = TimeSpan.FromHours(4),
            Exceptions = new Dictionary<int, RunException> { [0] = RunException.Slow(20) },
        },
        new()
        {
            Service = SandboxService.Alteryx,
            DefinitionId = "66f00000000000000000a101",
            Name = "Collection usage",
            Minutes = 9,
            At = new(5, 0, 0),
        },
        new()
        {
            Service = SandboxService.Alteryx,
            DefinitionId = "66f00000000000000000a102",
            Name = "Interlibrary loans",
            Minutes = 22,
            At = new(6, 30, 0),
            Every = TimeSpan.FromDays(7),
        },
        new()
        {
            Service = SandboxService.Alteryx,
            DefinitionId = "66f00000000000000000a103",
            Name = "Budget forecast",
            Minutes = 14,
            At = new(4, 0, 0),
            Exceptions = new Dictionary<int, RunException>
            {
                [0] = RunException.Fails("The file budget.xlsx is open in another program."),
                [14] = RunException.Fails("The file budget.xlsx was not found."),
            },
        },
    ];
}
