using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Xplenty;

/// <content>Reads, enables, disables and runs schedules.</content>
public sealed partial class XplentyClient
{
    private const string CheckNewJobs = "Read the newest jobs, and check whether the schedule has started its job.";

    // Xplenty marks these fields as required, and it is not documented whether a change can omit them.
    private static readonly string[] RequiredScheduleFields = ["name", "start_at", "interval_amount", "interval_unit", "task"];

    // The job is usually there at once.
    private static readonly TimeSpan MaxScheduledJobDelay = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ScheduledJobDelayStep = TimeSpan.FromSeconds(1);

    /// <summary>Returns the id of a schedule that was specified as an id or as a link. No request is sent.</summary>
    /// <param name="idOrLink">The id, or a link to the schedule in this connection.</param>
    /// <returns>The id.</returns>
    /// <exception cref="JobServiceException">
    /// InvalidRequest: the id is not valid, or the link points to something else or to another server.
    /// </exception>
    public string GetScheduleId(string idOrLink) => GetId(idOrLink, ScheduleKind);

    /// <summary>Reads one schedule.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Get Schedule Information".</remarks>
    /// <param name="id">The id of the schedule.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="JobServiceException">The schedule could not be read. The kind indicates the reason.</exception>
    public async Task<XplentySchedule> GetScheduleAsync(string id, CallContext call)
    {
        string subject = ScheduleSubject(id);
        XplentySchedule schedule = await GetAsync(
            ScheduleAddress(id), subject, tree => XplentyReader.Schedule(tree, id, Name), call).ConfigureAwait(false);
        CheckReportedId(id, schedule.AdditionalData, subject, call, "schedule");
        return schedule;
    }

    /// <inheritdoc/>
    public override Task ListSchedulesAsync(IListReceiver<RemoteSchedule> receiver, CallContext call) =>
        ListSchedulesAsync(status: null, ListRange.All, receiver, call);

    /// <summary>Lists schedules, in the order of Xplenty.</summary>
    /// <remarks>Source: Integrate.io ETL API, "List Schedules".</remarks>
    /// <param name="status">List only schedules with this status: enabled or disabled. Null for all.</param>
    /// <param name="range">The part of the list to read.</param>
    /// <param name="receiver">Receives the schedules.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <param name="filter">A filter that Xplenty cannot apply, or null for none.</param>
    /// <returns>A task that completes when the list has been read.</returns>
    /// <exception cref="JobServiceException">The list could not be read. The kind indicates the reason.</exception>
    public Task ListSchedulesAsync(
        string? status,
        ListRange range,
        IListReceiver<XplentySchedule> receiver,
        CallContext call,
        Func<XplentySchedule, bool>? filter = null)
    {
        QueryString filters = new QueryString().Add("status", status);
        return ReadListAsync(
            "Xplenty schedules",
            range,
            MaxPageSize,
            (offset, limit) => GetAsync(
                $"schedules{filters.Page(offset, limit)}",
                "Xplenty schedules",
                tree => XplentyReader.Schedules(tree, Name),
                call),
            static schedule => schedule.Id,
            receiver,
            call,
            filter,
            hasId: false,
            canShrink: status is not null);
    }

    /// <summary>
    /// Enables or disables a schedule. The schedule is read first, so that everything else stays as it is. If it already has the
    /// status, nothing is changed. The change is never retried.
    /// </summary>
    /// <remarks>Source: Integrate.io ETL API, "Update Schedule".</remarks>
    /// <param name="id">The id of the schedule.</param>
    /// <param name="enabled">True to enable the schedule, and false to disable it.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The schedule after the change.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, it is unknown whether Xplenty accepted it, or Xplenty did not change the status. The kind indicates the
    /// reason.
    /// </exception>
    public async Task<XplentySchedule> SetScheduleEnabledAsync(string id, bool enabled, CallContext call)
    {
        string status = enabled ? "enabled" : "disabled";
        (XplentySchedule schedule, IReadOnlyDictionary<string, object?> fields) = await GetAsync(
            ScheduleAddress(id),
            ScheduleSubject(id),
            tree =>
            {
                IReadOnlyDictionary<string, object?> all = tree.Object.AdditionalData;
                return (XplentyReader.Schedule(tree, id, Name), all);
            },
            call).ConfigureAwait(false);

        // The change contains the values that were read.
        RequireReportedId(id, schedule.AdditionalData, ScheduleSubject(id), "schedule");
        if (schedule.Enabled == enabled)
        {
            call.Verbose($"{schedule} is already {status}.");
            return schedule;
        }

        Dictionary<string, object?> change = RequiredScheduleFields
            .Where(fields.ContainsKey)
            .ToDictionary(static name => name, name => fields[name]);
        change["status"] = status;
        string subject = $"{(enabled ? "Enabling" : "Disabling")} Xplenty schedule {id}";
        XplentySchedule changed = await ReadAsync(
            new ServiceRequest(new Uri(BaseUri, ScheduleAddress(id)), Version2, subject)
            {
                Method = HttpMethod.Put,
                Evidence = "the status of the schedule",
                Body = () => JsonBody.Create(change),
            },
            tree =>
            {
                XplentySchedule read = XplentyReader.Schedule(tree, id, Name);
                RequireReportedId(id, read.AdditionalData, subject, "schedule");
                return read;
            },
            call).ConfigureAwait(false);
        return changed.Enabled == enabled
            ? changed
            : throw MaybeAccepted(
                $"{subject}: Xplenty accepted the request, but reports "
                    + (DisplayText.OneLine(changed.Status) is { } reported ? $"the status '{reported}'." : "no status."),
                "Read the schedule again, and check its status.");
    }

    /// <summary>
    /// Runs a schedule now, and returns the jobs that this started. The request is never retried. Xplenty does not return the
    /// jobs; they are found by their creator.
    /// </summary>
    /// <remarks>Source: Integrate.io ETL API, "Run Schedule". That the creator identifies the jobs is inferred.</remarks>
    /// <param name="id">The id of the schedule.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The jobs: one for each package of the schedule.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, it is unknown whether Xplenty accepted it, or no job was found. The kind indicates the reason.
    /// </exception>
    public async Task<IReadOnlyList<XplentyJob>> StartScheduleAsync(string id, CallContext call)
    {
        string subject = $"Running Xplenty schedule {id}";
        long number = long.Parse(CheckNumber(id, ScheduleKind), CultureInfo.InvariantCulture);
        DateTimeOffset since = Http.ServiceTime - TimeSpan.FromMinutes(1);
        HashSet<string> earlier = [.. (await ReadScheduledJobsAsync(number, since, call).ConfigureAwait(false)).Select(job => job.Id)];
        XplentySchedule schedule = await ReadAsync(
            new ServiceRequest(new Uri(BaseUri, $"{ScheduleAddress(id)}/run"), Version2, subject)
            {
                Method = HttpMethod.Post,
                Evidence = "whether there are new jobs of its packages",
                Body = static () => JsonBody.Create(new Dictionary<string, object?>()),
            },
            tree => XplentyReader.Schedule(tree, id, Name),
            call).ConfigureAwait(false);
        if (FindOtherId(id, schedule.AdditionalData) is { } other)
        {
            call.Warning(DescribeOtherJob(subject, other, "schedule"));
        }

        int expected = Math.Max(1, schedule.Task?.Packages.Count ?? 0);
        XplentyJob[] started = [];
        TimeSpan waited = TimeSpan.Zero;
        for (TimeSpan delay = ScheduledJobDelayStep; ; delay += ScheduledJobDelayStep)
        {
            try
            {
                started = (await ReadScheduledJobsAsync(number, since, call).ConfigureAwait(false))
                    .Where(job => !earlier.Contains(job.Id))
                    .ToArray();
            }
            catch (JobServiceException error)
            {
                throw MaybeAccepted(
                    $"{subject}: Xplenty accepted the request, but the job could not be read. {error.Problem}",
                    CheckNewJobs,
                    error);
            }

            if (started.Length >= expected || waited + delay > MaxScheduledJobDelay)
            {
                break;
            }

            await Time.Delay(delay, call.CancellationToken).ConfigureAwait(false);
            waited += delay;
        }

        return started.Length > 0
            ? [.. started.OrderBy(static job => job.JobId).Select(OnStarted)]
            : throw MaybeAccepted(
                $"{subject}: Xplenty accepted the request, but no job of the schedule was found.",
                CheckNewJobs);
    }

    // The list can contain jobs of other schedules, which are left out. Jobs that were just created are on its first page.
    private async Task<IEnumerable<XplentyJob>> ReadScheduledJobsAsync(long scheduleId, DateTimeOffset since, CallContext call) =>
        (await ReadPageAsync(new XplentyJobQuery { UpdatedSince = since }, offset: 0, call).ConfigureAwait(false))
            .Items
            .Cast<XplentyJob>()
            .Where(job => job.Creator is { Type: "Schedule" } creator && creator.Id == scheduleId);

    private JobServiceException MaybeAccepted(string problem, string recommendedAction, Exception? innerException = null)
    {
        JobServiceException error = Http.Errors.Create(
            JobServiceErrorKind.UnexpectedResponse, problem, innerException, recommendedAction: recommendedAction);
        error.MayHaveBeenAccepted = true;
        return error;
    }

    private string ScheduleAddress(string id) => $"schedules/{CheckNumber(id, ScheduleKind)}";

    private static string ScheduleSubject(string id) => $"Xplenty schedule {id}";
}
