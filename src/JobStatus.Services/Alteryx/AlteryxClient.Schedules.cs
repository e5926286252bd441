using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alteryx;

/// <content>Lists, reads, enables and disables schedules.</content>
public sealed partial class AlteryxClient
{
    private const string SchedulesSubject = "Alteryx schedules";

    // .NET Standard 2.0 and .NET Framework have no property for this method.
    private static readonly HttpMethod Patch = new("PATCH");

    private volatile bool _listsSchedulesWithoutView;

    /// <summary>Returns the id of a schedule that was specified as an id or as a link. No request is sent.</summary>
    /// <param name="idOrLink">The id, or a link to the schedule in this connection.</param>
    /// <returns>The id.</returns>
    /// <exception cref="JobServiceException">
    /// InvalidRequest: the id is not valid, or the link points to something else or to another server.
    /// </exception>
    public string GetScheduleId(string idOrLink) => GetId(idOrLink, ScheduleKind);

    /// <inheritdoc/>
    public override Task ListSchedulesAsync(IListReceiver<RemoteSchedule> receiver, CallContext call) =>
        ListSchedulesAsync(new AlteryxScheduleQuery(), filter: null, ListRange.All, receiver, call);

    /// <summary>
    /// Lists schedules. Schedules of which the list does not contain whether they are enabled are read by their ids, eight at a
    /// time. If one of these cannot be read, it is unknown whether it is enabled.
    /// </summary>
    /// <remarks>Source: Alteryx Server API V3, "Schedules Endpoints and Parameters".</remarks>
    /// <param name="query">The schedules to list.</param>
    /// <param name="filter">A filter that Alteryx cannot apply, or null if there is none.</param>
    /// <param name="range">The part of the list to return.</param>
    /// <param name="receiver">
    /// Receives the schedules. If the query has a window, the next run of each is its first run in the window.
    /// </param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when the list has been read.</returns>
    /// <exception cref="JobServiceException">
    /// The list could not be read. The kind indicates the reason. NotSupportedByServer: this Server version cannot list
    /// schedules.
    /// </exception>
    public async Task ListSchedulesAsync(
        AlteryxScheduleQuery query,
        Func<AlteryxSchedule, bool>? filter,
        ListRange range,
        IListReceiver<AlteryxSchedule> receiver,
        CallContext call)
    {
        string? workflow = query.WorkflowId is { } id ? CheckId(id, "Alteryx workflow id") : null;
        (DateTimeOffset? After, DateTimeOffset? Before)[] windows = [.. query.GetWindows()];
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        long toSkip = range.Skip;
        long remaining = range.First;
        foreach ((DateTimeOffset? after, DateTimeOffset? before) in windows)
        {
            ListPage<AlteryxSchedule> page = await ReadSchedulesAsync(
                new QueryString()
                    .Add("workflowId", workflow)
                    .Add("runsAfter", ToText(after))
                    .Add("runsBefore", ToText(before)),
                call).ConfigureAwait(false);
            List<AlteryxSchedule> found = GetItems(SchedulesSubject, page, call)
                .Where(schedule => seen.Add(schedule.Id) && filter?.Invoke(schedule) != false)
                .ToList();
            if (windows.Length == 1)
            {
                receiver.OnTotal(found.Count);
            }

            int skipped = (int)Math.Min(toSkip, found.Count);
            List<AlteryxSchedule> wanted = found.GetRange(skipped, (int)Math.Min(remaining, found.Count - skipped));
            toSkip -= skipped;
            remaining -= wanted.Count;
            await ReportAsync(wanted, query.ExcludeDetails, receiver, call).ConfigureAwait(false);
            if (remaining == 0)
            {
                return;
            }
        }
    }

    /// <summary>Reads one schedule.</summary>
    /// <remarks>Source: Alteryx Server API V3, "Schedules Endpoints and Parameters".</remarks>
    /// <param name="id">The id of the schedule.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <param name="isForChange">
    /// True if a change depends on the schedule. A response about another schedule is then an error instead of a warning.
    /// </param>
    /// <returns>The schedule.</returns>
    /// <exception cref="JobServiceException">The schedule could not be read. The kind indicates the reason.</exception>
    public async Task<AlteryxSchedule> GetScheduleAsync(string id, CallContext call, bool isForChange = false)
    {
        AlteryxSchedule schedule = await ReadScheduleAsync(id, nextRun: null, call).ConfigureAwait(false);
        string subject = ScheduleSubject(schedule.Id);
        if (isForChange)
        {
            RequireReportedId(schedule.Id, schedule.AdditionalData, subject, "schedule");
        }
        else
        {
            CheckReportedId(schedule.Id, schedule.AdditionalData, subject, call, "schedule");
        }

        return schedule;
    }

    /// <summary>Enables or disables a schedule. Nothing else of the schedule is changed.</summary>
    /// <remarks>Source: Alteryx Server API V3, "Schedules Endpoints and Parameters".</remarks>
    /// <param name="id">The id of the schedule.</param>
    /// <param name="enabled">True to enable the schedule, and false to disable it.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when the Server has accepted the request.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether the Server accepted it. The kind indicates the reason.
    /// NotSupportedByServer: this Server version cannot change a part of a schedule.
    /// </exception>
    public async Task SetScheduleEnabledAsync(string id, bool enabled, CallContext call)
    {
        string schedule = CheckId(id, "Alteryx schedule id");
        string subject = ChangeSubject(schedule, enabled);
        try
        {
            ActionResponse response = await SendActionAsync(
                new ServiceRequest(ScheduleUri(schedule), Json, subject)
                {
                    Method = Patch,
                    Evidence = "whether the schedule is enabled",
                    Body = () => JsonBody.Create(new Dictionary<string, object?> { ["enabled"] = enabled }),
                },
                call,
                schedule,
                "schedule").ConfigureAwait(false);
            ThrowIfUnchanged(subject, enabled, response.Enabled);
        }
        catch (JobServiceException error) when (IsUnknownCall(error))
        {
            // The status can mean that the schedule does not exist or that the Server does not support the call. Reading the
            // schedule distinguishes the two cases.
            await GetScheduleAsync(schedule, call).ConfigureAwait(false);
            throw CreateNotSupportedError(
                subject,
                "the schedule exists, but this Server version cannot change it through the API.",
                $"{(enabled ? "Enable" : "Disable")} the schedule in the web interface of the Server. "
                + "The API supports this from version 2024.2 on.",
                error);
        }
    }

    /// <summary>Reads a schedule after <see cref="SetScheduleEnabledAsync"/>.</summary>
    /// <param name="id">The id of the schedule.</param>
    /// <param name="enabled">True if the schedule was enabled, and false if it was disabled.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="JobServiceException">The schedule could not be read, or the Server did not change it.</exception>
    public async Task<AlteryxSchedule> GetChangedScheduleAsync(string id, bool enabled, CallContext call)
    {
        AlteryxSchedule schedule = await GetScheduleAsync(id, call, isForChange: true).ConfigureAwait(false);
        ThrowIfUnchanged(ChangeSubject(schedule.Id, enabled), enabled, schedule.Enabled);
        return schedule;
    }

    private void ThrowIfUnchanged(string subject, bool enabled, bool? reported)
    {
        if (reported == !enabled)
        {
            JobServiceException error = Http.Errors.Create(
                JobServiceErrorKind.UnexpectedResponse,
                $"{subject}: the Server accepted the request, but reports that the schedule is {(enabled ? "disabled" : "enabled")}.",
                recommendedAction: "Read the schedule again, and check whether it is enabled.");
            error.MayHaveBeenAccepted = true;
            throw error;
        }
    }

    private async Task<ListPage<AlteryxSchedule>> ReadSchedulesAsync(QueryString filters, CallContext call)
    {
        Task<ListPage<AlteryxSchedule>> ReadAsync(QueryString query) => GetAsync(
            $"v3/schedules{query}",
            SchedulesSubject,
            tree => ListPage<AlteryxSchedule>.FromList(tree, fields => AlteryxReader.Schedule(fields, requestedId: null, Name)),
            call);
        try
        {
            if (_listsSchedulesWithoutView)
            {
                return await ReadAsync(filters).ConfigureAwait(false);
            }

            try
            {
                return await ReadAsync(filters.Add("view", "Full")).ConfigureAwait(false);
            }
            catch (JobServiceException error) when (error.StatusCode == 400)
            {
                // The values of this parameter are not documented for every version. If another parameter is not valid, the
                // second request fails for the same reason.
                call.Verbose($"{error.Problem} The request is repeated without the parameter 'view'.");
                ListPage<AlteryxSchedule> page = await ReadAsync(filters).ConfigureAwait(false);
                _listsSchedulesWithoutView = true;
                return page;
            }
        }
        catch (JobServiceException error) when (IsUnknownCall(error))
        {
            throw CreateUnknownListError(
                SchedulesSubject,
                "this Server version cannot list schedules.",
                "Use the web interface of the Server.",
                error);
        }
    }

    // The schedules are passed on in small groups, so that the first ones do not wait for the last ones.
    private async Task ReportAsync(
        List<AlteryxSchedule> listed,
        bool excludeDetails,
        IListReceiver<AlteryxSchedule> receiver,
        CallContext call)
    {
        if (excludeDetails || listed.TrueForAll(static schedule => schedule.Enabled is not null))
        {
            await (listed.Count > 0 ? receiver.OnItemsAsync(listed) : Task.CompletedTask).ConfigureAwait(false);
            return;
        }

        int unread = 0;
        string? problem = null;
        for (int start = 0; start < listed.Count; start += Concurrency)
        {
            (AlteryxSchedule Schedule, string? Problem)[] group = await Task.WhenAll(listed
                .Skip(start)
                .Take(Concurrency)
                .Select(schedule => TryReadWholeAsync(schedule, call))).ConfigureAwait(false);
            unread += group.Count(static read => read.Problem is not null);
            problem ??= group.Select(static read => read.Problem).FirstOrDefault(static text => text is not null);
            await receiver.OnItemsAsync([.. group.Select(static read => read.Schedule)]).ConfigureAwait(false);
        }

        if (problem is not null)
        {
            call.Warning(unread == 1
                ? $"It is not known whether 1 schedule is enabled. {problem}"
                : FormattableString.Invariant($"It is not known whether {unread} schedules are enabled. The first error was: {problem}"));
        }
    }

    // A schedule that cannot be read does not end the list, whatever the reason: the list itself could be read.
    private async Task<(AlteryxSchedule Schedule, string? Problem)> TryReadWholeAsync(AlteryxSchedule listed, CallContext call)
    {
        try
        {
            if (listed.Enabled is not null)
            {
                return (listed, null);
            }

            AlteryxSchedule whole = await ReadScheduleAsync(listed.Id, listed.NextRunInstant, call).ConfigureAwait(false);
            RequireReportedId(whole.Id, whole.AdditionalData, ScheduleSubject(whole.Id), "schedule");
            return (whole, null);
        }
        catch (JobServiceException error)
        {
            return (listed, error.Problem);
        }
    }

    private Task<AlteryxSchedule> ReadScheduleAsync(string id, DateTimeOffset? nextRun, CallContext call)
    {
        string schedule = CheckId(id, "Alteryx schedule id");
        return ReadAsync(
            new ServiceRequest(ScheduleUri(schedule), Json, ScheduleSubject(schedule)),
            tree => AlteryxReader.Schedule(tree, schedule, Name, nextRun),
            call);
    }

    private static string ChangeSubject(string id, bool enabled) => $"{(enabled ? "Enabling" : "Disabling")} Alteryx schedule {id}";

    private static string ScheduleSubject(string id) => $"Alteryx schedule {id}";

    private Uri ScheduleUri(string id) => new(BaseUri, $"v3/schedules/{Uri.EscapeDataString(id)}");

    private static string? ToText(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
