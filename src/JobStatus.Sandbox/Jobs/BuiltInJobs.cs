using System.Collections.Generic;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Xplenty;

namespace JobStatus.Sandbox.Jobs;

/// <summary>
/// The simulated jobs that exist at startup: for each service a successful, a failed and a running job, and in addition
/// jobs that have events, matches or children.
/// </summary>
internal static class BuiltInJobs
{
    private const double TenMinutes = 600;
    private const double OneHour = 3600;

    public static IReadOnlyList<NewJob> Plans { get; } =
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
            Service = SandboxService.Alma,
            Id = "1000000000000204",
            JobId = "S204",
            SubmittedSecondsAgo = TenMinutes,
            Outcome = JobOutcome.Warning,
            Events = 12,
        },
        new()
        {
            Service = SandboxService.Alma,
            Id = "1000000000000205",
            JobId = "S205",
            SubmittedSecondsAgo = TenMinutes,
            SingleMatches = 12,
            MultiMatches = 3,
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
            PackageId = 435,
            Name = "Customers to warehouse",
            SubmittedSecondsAgo = TenMinutes,
            Outcome = JobOutcome.Failed,
            Errors = ["The destination refused the login."],
        },
        new()
        {
            Service = SandboxService.Xplenty,
            Id = "203",
            PackageId = 436,
            Name = "Clicks to warehouse",
            DurationSeconds = OneHour,
        },
        new()
        {
            Service = SandboxService.Xplenty,
            Id = "204",
            PackageId = PackageCatalog.Workflow,
            SubmittedSecondsAgo = TenMinutes,
        },
        new()
        {
            Service = SandboxService.Xplenty,
            Id = "205",
            ParentId = "204",
            PackageId = PackageCatalog.First,
            SubmittedSecondsAgo = TenMinutes,
        },
        new()
        {
            Service = SandboxService.Xplenty,
            Id = "206",
            ParentId = "204",
            PackageId = 435,
            SubmittedSecondsAgo = TenMinutes,
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
            WorkflowId = WorkflowCatalog.Second,
            Name = "Weekly report",
            SubmittedSecondsAgo = TenMinutes,
            Outcome = JobOutcome.Failed,
            Errors = ["The input file was not found."],
        },
        new()
        {
            Service = SandboxService.Alteryx,
            Id = "66f000000000000000000203",
            WorkflowId = WorkflowCatalog.Third,
            Name = "Daily report",
            DurationSeconds = OneHour,
        },
    ];
}
