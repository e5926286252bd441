using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Requests;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Lists;
using JobStatus.Services.Tests.Lists;
using Xunit;

namespace JobStatus.Services.Tests.Alteryx;

/// <summary>Tests listing, reading and changing schedules.</summary>
public sealed class AlteryxScheduleTests : ServiceTest
{
    private const string Monthly = "66f00000000000000000b001";
    private const string Weekly = "66f00000000000000000b002";
    private const string Paused = "66f00000000000000000b003";
    private const string Schedules = "/webapi/v3/schedules";

    [Fact]
    public async Task All_fields_of_a_schedule_are_read()
    {
        InjectResponse(
            $"{Schedules}/{Monthly}",
            200,
            $$"""
            {"id":"{{Monthly}}","workflowId":"w1","versionId":"v1","ownerId":"o1","name":"Night","comment":"c",
             "enabled":true,"priority":"2","workerTag":"t",
             "runDateTime":"2026-12-01T02:00:00","status":"","credentialId":"k1","creationTime":"2025-01-10T12:00:00Z",
             "lastRunTime":"2026-11-28T02:00:00","state":"Active","runCount":7,
             "iteration":{"startTime":"2025-01-15T02:00:00","endTime":null,"iterationType":"Daily"},"frequency":"Daily",
             "lastError":"e","cpuName":"n","lastModifiedId":"m1","lastModifiedDate":"2025-02-01T00:00:00Z","canEdit":false,
             "timeZone":"Europe/Berlin","questions":[{"name":"Region","value":"north"}],"color":"blue"}
            """);

        AlteryxSchedule schedule = await WithTimeout(Alteryx().GetScheduleAsync(Monthly, Call));

        Assert.Equal(("Alteryx", ConnectionName, Monthly, "Night"), (schedule.Service, schedule.Connection, schedule.Id, schedule.Name));
        Assert.Equal(("w1", "w1", "v1", "o1"), (schedule.WorkflowId, schedule.Definition, schedule.VersionId, schedule.OwnerId));
        Assert.True(schedule.Enabled);
        Assert.False(schedule.CanEdit);
        Assert.Equal(("c", "High", "t", "k1"), (schedule.Comment, schedule.Priority, schedule.WorkerTag, schedule.CredentialId));
        Assert.Equal(("", "Active", "Daily", 7), (schedule.Status, schedule.State, schedule.Frequency, schedule.RunCount));
        Assert.Equal(("e", "n", "m1", "Europe/Berlin"), (schedule.LastError, schedule.CpuName, schedule.ModifiedBy, schedule.TimeZone));
        Assert.Equal(Utc(2026, 12, 1, 2), schedule.NextRunInstant);
        Assert.Equal(Utc(2026, 11, 28, 2), schedule.LastRunInstant);
        Assert.Equal(Utc(2025, 1, 10, 12), schedule.CreatedInstant);
        Assert.Equal(Utc(2025, 2, 1, 0), schedule.ModifiedInstant);
        Assert.Equal(Utc(2025, 1, 15, 2), schedule.Iteration!.StartInstant);
        Assert.Null(schedule.Iteration.EndInstant);
        Assert.Equal("Daily", schedule.Iteration.AdditionalData["iterationType"]);
        Assert.Equal("north", Assert.Single(schedule.Questions).Value);
        Assert.Equal("blue", Assert.Single(schedule.AdditionalData).Value);
        Assert.Equal($"Alteryx schedule {Monthly} (Night)", schedule.ToString());
    }

    [Fact]
    public async Task A_response_about_another_schedule_produces_a_warning_or_an_error_before_a_change()
    {
        InjectResponse($"{Schedules}/{Monthly}", 200, $$"""{"id":"{{Weekly}}","name":"Other","enabled":false}""");
        AlteryxClient client = Alteryx();

        Assert.Equal(Monthly, (await client.GetScheduleAsync(Monthly, Call)).Id);
        Assert.StartsWith(
            $"Alteryx schedule {Monthly}: the response from 127.0.0.1 is for {Weekly}, which is another schedule. ",
            Assert.Single(Warnings),
            StringComparison.Ordinal);

        JobServiceException error = await GetErrorAsync(client.GetScheduleAsync(Monthly, Call, isForChange: true));
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains($"is for {Weekly}, which is another schedule", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_list_needs_one_request()
    {
        IReadOnlyList<AlteryxSchedule> schedules = await ListAsync(new());

        Assert.Equal(["true", "true", "false"], schedules.Select(EnabledOf));
        Assert.Equal("?view=Full", Assert.Single(ScheduleRequests).Query);
    }

    [Fact]
    public async Task Schedules_of_a_reduced_list_are_read_once_each()
    {
        Server.Settings = Server.Settings with { AlteryxListsFullSchedules = false };

        IReadOnlyList<AlteryxSchedule> schedules = await ListAsync(new());

        Assert.Equal(["true", "true", "false"], schedules.Select(EnabledOf));
        Assert.Equal([Monthly, Weekly, Paused], schedules.Select(schedule => schedule.Id));
        Assert.Equal(
            [Schedules, .. schedules.Select(schedule => $"{Schedules}/{schedule.Id}").Order(StringComparer.Ordinal)],
            ScheduleRequests.Select(request => request.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task At_most_eight_schedules_are_read_at_the_same_time()
    {
        Server.Settings = Server.Settings with { AlteryxListsFullSchedules = false };
        for (int i = 0; i < 20; i++)
        {
            Server.CreateAlteryxSchedule(new NewAlteryxSchedule());
        }

        ListReceiver<AlteryxSchedule> receiver = new(page => Assert.InRange(page.Count, 1, 8));
        await WithTimeout(Alteryx().ListSchedulesAsync(new(), null, ListRange.All, receiver, Call));

        Assert.Equal(23, receiver.Items.Count);
        Assert.Equal(24, ScheduleRequests.Count);
    }

    [Fact]
    public async Task It_is_unknown_whether_a_schedule_that_cannot_be_read_is_enabled()
    {
        Server.Settings = Server.Settings with { AlteryxListsFullSchedules = false };
        InjectResponse($"{Schedules}/{Weekly}", 403);

        IReadOnlyList<AlteryxSchedule> schedules = await ListAsync(new());

        Assert.Equal(["true", "unknown", "false"], schedules.Select(EnabledOf));
        Assert.Equal("Weekly report on Monday", schedules[1].Name);
        Assert.StartsWith("It is not known whether 1 schedule is enabled.", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_wanted_schedules_are_read()
    {
        Server.Settings = Server.Settings with { AlteryxListsFullSchedules = false };

        IReadOnlyList<AlteryxSchedule> schedules =
            await ListAsync(new(), new ListRange(1, 1), schedule => schedule.Id != Monthly);

        Assert.Equal([Paused], schedules.Select(schedule => schedule.Id));
        Assert.Equal(2, ScheduleRequests.Count);
    }

    [Theory]
    [InlineData(1, "2027-01-01T00:00:01Z 2027-01-02T00:00:01Z")]
    [InlineData(45, "2027-01-01T00:00:01Z 2027-02-15T00:00:01Z")]
    [InlineData(
        100,
        "2027-01-01T00:00:01Z 2027-02-15T00:00:01Z, 2027-02-15T00:00:01Z 2027-04-01T00:00:01Z, 2027-04-01T00:00:01Z 2027-04-11T00:00:01Z")]
    public async Task A_window_is_read_in_pieces_of_45_days(int days, string expected)
    {
        DateTimeOffset start = Utc(2027, 1, 1, 0).AddMilliseconds(200);

        await ListAsync(new() { RunsAfter = start, RunsBefore = start.AddDays(days) });

        Assert.Equal(
            expected,
            string.Join(", ", ScheduleRequests.Select(request => Uri.UnescapeDataString(request.Query)
                .Replace("?runsAfter=", "", StringComparison.Ordinal)
                .Replace("&runsBefore=", " ", StringComparison.Ordinal)
                .Replace("&view=Full", "", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Each_schedule_with_a_run_in_a_window_is_listed_once_with_its_first_run_there()
    {
        Server.Settings = Server.Settings with { AlteryxListsFullSchedules = false };
        Server.CreateAlteryxSchedule(new NewAlteryxSchedule { Id = "once", FirstRun = Utc(2027, 3, 1, 0), EveryHours = null });
        Server.CreateAlteryxSchedule(new NewAlteryxSchedule { Id = "later", FirstRun = Utc(2028, 1, 1, 0), EveryHours = null });

        IReadOnlyList<AlteryxSchedule> schedules =
            await ListAsync(new() { RunsAfter = Utc(2027, 1, 1, 3), RunsBefore = Utc(2027, 4, 1, 0) });

        Assert.Equal([Monthly, Weekly, "once"], schedules.Select(schedule => schedule.Id));
        Assert.Equal(
            [Utc(2027, 1, 2, 2), Utc(2027, 1, 4, 6), Utc(2027, 3, 1, 0)], schedules.Select(schedule => schedule.NextRunInstant));
        Assert.All(schedules, schedule => Assert.True(schedule.Enabled));
    }

    [Fact]
    public async Task The_schedules_of_a_workflow_are_listed()
    {
        IReadOnlyList<AlteryxSchedule> schedules = await ListAsync(new() { WorkflowId = "66f00000000000000000a002" });

        Assert.Equal([Weekly], schedules.Select(schedule => schedule.Id));
    }

    [Fact]
    public async Task A_Server_that_rejects_the_view_is_asked_without_it()
    {
        InjectResponse(Schedules, 400, """{"message":"The request is invalid."}""", count: 1);
        AlteryxClient client = Alteryx();

        Assert.Equal(3, (await ListAsync(new(), client: client)).Count);
        Assert.Equal(3, (await ListAsync(new() { ExcludeDetails = true }, client: client)).Count);

        Assert.Equal(
            ["?view=Full", "", ""],
            ScheduleRequests.Where(request => request.Path == Schedules).Select(request => request.Query));
    }

    [Fact]
    public async Task A_Server_without_schedules_is_not_supported()
    {
        InjectResponse(Schedules, 404);

        JobServiceException error = await GetErrorAsync(ListAsync(new()));

        Assert.Equal(JobServiceErrorKind.NotSupportedByServer, error.Kind);
        Assert.Contains("cannot list schedules", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_schedule_is_changed_with_one_field(bool enabled)
    {
        AlteryxClient client = Alteryx();

        await WithTimeout(client.SetScheduleEnabledAsync(Paused, enabled, Call));

        LoggedRequest request = Assert.Single(ScheduleRequests);
        Assert.Equal(("PATCH", $"{Schedules}/{Paused}"), (request.Method, request.Path));
        Assert.Equal(enabled, (await client.GetScheduleAsync(Paused, Call)).Enabled);
    }

    [Fact]
    public async Task A_rejected_read_of_one_schedule_does_not_lose_the_list()
    {
        Server.Settings = Server.Settings with { AlteryxListsFullSchedules = false };
        InjectResponse($"{Schedules}/{Weekly}", 401);

        IReadOnlyList<AlteryxSchedule> schedules = await ListAsync(new());

        Assert.Equal(["true", "unknown", "false"], schedules.Select(EnabledOf));
        Assert.StartsWith("It is not known whether 1 schedule is enabled.", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_response_that_says_the_opposite_is_an_error(bool enabled)
    {
        string text = enabled ? "false" : "true";
        InjectResponse($"{Schedules}/{Monthly}", 200, $$"""{"id":"{{Monthly}}","enabled":{{text}}}""");

        JobServiceException error = await GetErrorAsync(Alteryx().SetScheduleEnabledAsync(Monthly, enabled, Call));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.True(error.MayHaveBeenAccepted);
        Assert.Contains($"reports that the schedule is {(enabled ? "disabled" : "enabled")}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NewerCalls.NotFound)]
    [InlineData(NewerCalls.MethodNotAllowed)]
    public async Task An_older_Server_cannot_change_a_schedule(NewerCalls calls)
    {
        Server.Settings = Server.Settings with { AlteryxNewerCalls = calls };

        JobServiceException error = await GetErrorAsync(Alteryx().SetScheduleEnabledAsync(Monthly, false, Call));

        Assert.Equal(JobServiceErrorKind.NotSupportedByServer, error.Kind);
        Assert.EndsWith(
            "Disable the schedule in the web interface of the Server. The API supports this from version 2024.2 on.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_an_unknown_schedule_reports_that_it_does_not_exist()
    {
        JobServiceException error = await GetErrorAsync(Alteryx().SetScheduleEnabledAsync("66f00000000000000000b999", true, Call));

        Assert.Equal(JobServiceErrorKind.JobNotFound, error.Kind);
    }

    [Fact]
    public async Task A_change_whose_response_is_lost_is_sent_once()
    {
        InjectResponse($"{Schedules}/{Monthly}", 502);

        JobServiceException error = await GetErrorAsync(Alteryx(retries: 3).SetScheduleEnabledAsync(Monthly, false, Call));

        Assert.Contains("may still have accepted the request", error.Message, StringComparison.Ordinal);
        Assert.Single(ScheduleRequests);
    }

    [Fact]
    public async Task A_change_that_the_next_response_contradicts_is_an_error()
    {
        InjectResponse($"{Schedules}/{Monthly}", 200, $$"""{ "id": "{{Monthly}}", "enabled": true }""");

        JobServiceException error = await GetErrorAsync(Alteryx().GetChangedScheduleAsync(Monthly, enabled: false, Call));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains("but reports that the schedule is enabled", error.Problem, StringComparison.Ordinal);
        Assert.True(error.MayHaveBeenAccepted);
    }

    [Fact]
    public void A_link_to_a_schedule_is_accepted() =>
        Assert.Equal(Monthly, Alteryx().GetScheduleId($"{Server.BaseUri}webapi/v3/schedules/{Monthly}"));

    private IReadOnlyList<LoggedRequest> ScheduleRequests =>
        [.. Server.Requests.Where(request => request.Path.StartsWith(Schedules, StringComparison.Ordinal))];

    private static string EnabledOf(AlteryxSchedule schedule) =>
        schedule.Enabled switch { true => "true", false => "false", null => "unknown" };

    private static DateTimeOffset Utc(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, TimeSpan.Zero);

    private async Task<IReadOnlyList<AlteryxSchedule>> ListAsync(
        AlteryxScheduleQuery query,
        ListRange? range = null,
        Func<AlteryxSchedule, bool>? filter = null,
        AlteryxClient? client = null)
    {
        ListReceiver<AlteryxSchedule> receiver = new();
        await WithTimeout((client ?? Alteryx()).ListSchedulesAsync(query, filter, range ?? ListRange.All, receiver, Call));
        return receiver.Items;
    }
}
