using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Reports;

namespace JobStatus.Services.Tests.Reports;

/// <summary>Runs and reports for the tests of reports.</summary>
internal static class ReportJobs
{
    public static readonly DateTimeOffset Now = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Central European Time, whose offset changes in March and October.</summary>
    public static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public static JobReport Report(params IEnumerable<RemoteJob> jobs) => JobReport.Create(jobs, "Nightly jobs", Now, TimeZoneInfo.Utc);

    public static XplentyJob Run(
        string id,
        RemoteJobState state = RemoteJobState.Completed,
        double hours = 0,
        double? minutes = 30,
        string? name = "Orders to warehouse",
        long? package = 434,
        string? message = null,
        string? connection = "Default",
        Uri? uri = null)
    {
        DateTimeOffset submitted = new DateTimeOffset(2026, 11, 28, 0, 0, 0, TimeSpan.Zero).AddHours(hours);
        bool isFinished = state is RemoteJobState.Completed or RemoteJobState.Warning or RemoteJobState.Failed or RemoteJobState.Stopped;
        return new XplentyJob
        {
            Id = id,
            Name = name,
            PackageId = package,
            Connection = connection,
            State = state,
            SubmittedInstant = submitted,
            StartedInstant = submitted,
            FinishedInstant = isFinished && minutes is { } length ? submitted.AddMinutes(length) : null,
            ObservedInstant = submitted.AddHours(12),
            Message = message,
            Uri = uri,
        };
    }

    /// <summary>As many runs as in a year of six definitions, with links, and with a long message for each fourth.</summary>
    public static IEnumerable<RemoteJob> Many(int count) => Enumerable.Range(0, count).Select(number => Run(
        $"66f00000000000000{number:0000000}",
        number % 4 == 0 ? RemoteJobState.Failed : RemoteJobState.Completed,
        hours: number * 4.3,
        name: $"Nightly export of physical items {number % 6}",
        package: number % 6,
        message: number % 4 == 0 ? "The source table has no column \"customer_region\", so the component <Join> cannot continue." : null,
        uri: new Uri($"https://alteryx.example.org/webapi/v3/jobs/66f00000000000000{number:0000000}")));
}
