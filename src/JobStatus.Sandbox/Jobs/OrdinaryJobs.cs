using System.Collections.Generic;

namespace JobStatus.Sandbox;

/// <summary>The jobs that are there from the start: one that succeeded, one that failed, one that runs, for each service.</summary>
internal static class OrdinaryJobs
{
    private const double TenMinutes = 600;
    private const double OneHour = 3600;

    internal static IReadOnlyList<NewJob> Plans { get; } =
    [
        new()
        {
            Service = SandboxService.Alma,
            Id = "1000000000000201",
            JobId = "S201",
            Name = "Synchronize Changes from CZ",
            SubmittedSecondsAgo = TenMinutes,
            Counters = [new("c.jobs.cz.records_updated", "1208", "Records updated")],
        },
        new()
        {
            Service = SandboxService.Alma,
            Id = "1000000000000202",
            JobId = "M202",
            Name = "Export Physical Items",
            SubmittedSecondsAgo = TenMinutes,
            Outcome = JobOutcome.Failed,
            Errors = ["The export folder is not writable."],
            Counters =
            [
                new("c.jobs.export.succeeded", "17", "Items exported"),
                new("c.jobs.export.failed", "3", "Items not exported"),
            ],
        },
        new()
        {
            Service = SandboxService.Alma,
            Id = "1000000000000203",
            JobId = "M203",
            Name = "Rebuild Display Logic",
            DurationSeconds = OneHour,
        },
        new()
        {
            Service = SandboxService.Xplenty,
            Id = "201",
            Name = "Orders to warehouse",
            SubmittedSecondsAgo = TenMinutes,
        },
        new()
        {
            Service = SandboxService.Xplenty,
            Id = "202",
            Name = "Customers to warehouse",
            SubmittedSecondsAgo = TenMinutes,
            Outcome = JobOutcome.Failed,
            Errors = ["The destination refused the login."],
        },
        new()
        {
            Service = SandboxService.Xplenty,
            Id = "203",
            Name = "Clicks to warehouse",
            DurationSeconds = OneHour,
        },
        new()
        {
            Service = SandboxService.Alteryx,
            Id = "66f000000000000000000201",
            Name = "Monthly report",
            SubmittedSecondsAgo = TenMinutes,
        },
        new()
        {
            Service = SandboxService.Alteryx,
            Id = "66f000000000000000000202",
            Name = "Weekly report",
            SubmittedSecondsAgo = TenMinutes,
            Outcome = JobOutcome.Failed,
            Errors = ["The input file was not found."],
        },
        new()
        {
            Service = SandboxService.Alteryx,
            Id = "66f000000000000000000203",
            Name = "Daily report",
            DurationSeconds = OneHour,
        },
    ];
}
