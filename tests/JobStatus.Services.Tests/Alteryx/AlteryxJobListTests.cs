using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Alteryx;
using JobStatus.Sandbox.Faults;
using JobStatus.Sandbox.Jobs;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Lists;
using JobStatus.Services.Tests.Lists;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Alteryx;

/// <summary>Tests the list of a workflow's jobs, with Servers that return it in another order or in another form.</summary>
public sealed class AlteryxJobListTests : ServiceTest
{
    private const string WorkflowId = "66f00000000000000000a001";

    private const string JobsPath = $"/webapi/v3/workflows/{WorkflowId}/jobs";

    private static readonly DateTimeOffset FifthDay = new(2026, 11, 5, 2, 0, 0, TimeSpan.Zero);

    private static readonly string[] BuiltInJobs =
        ["66f000000000000000000201", "66f000000000000000000202", "66f000000000000000000203"];

    private readonly List<(string Id, JobServiceException Error)> _errors = [];

    private CallContext Collecting => new(Token, Lines.Enqueue, Warnings.Enqueue)
    {
        ItemError = (id, error) => _errors.Add((id, error)),
    };

    [Theory]
    [InlineData(false, 0, 5, "07 06 05 04 03")]
    [InlineData(false, 0, 1, "07")]
    [InlineData(false, 5, 5, "02 01")]
    [InlineData(false, 9, 5, "")]
    [InlineData(true, 0, 2, "01 02")]
    public async Task Jobs_are_sorted_although_the_Server_ignores_the_order(bool oldestFirst, int skip, int first, string days)
    {
        // The first five days have ascending times, as one Server was seen to return them.
        InjectJobs("01 02 03 04 05 06 07");

        Assert.Equal(days, await ListAsync(new() { WorkflowId = WorkflowId, OldestFirst = oldestFirst }, new(skip, first)));
    }

    [Fact]
    public async Task Jobs_are_sorted_oldest_first_although_the_Server_returns_the_newest_first()
    {
        InjectJobs("07 06 05");

        Assert.Equal("05 06 07", await ListAsync(new() { WorkflowId = WorkflowId, OldestFirst = true }, ListRange.All));
    }

    [Fact]
    public async Task A_job_without_a_time_is_last()
    {
        InjectResponse(
            "/webapi/v3",
            200,
            $$"""[{"id":"{{IdOf("09")}}"},{{Job("01")}},{{Job("02")}}]""");

        Assert.Equal("02 01 09", await ListAsync(new() { WorkflowId = WorkflowId }, ListRange.All));
    }

    [Fact]
    public async Task A_sorted_list_needs_one_request_with_a_sort_field()
    {
        InjectJobs("07 06 05");

        Assert.Equal("07 06", await ListAsync(new() { WorkflowId = WorkflowId }, new(0, 2)));

        string query = Assert.Single(Server.Requests, request => request.Path.EndsWith("/jobs", StringComparison.Ordinal)).Query;
        Assert.Equal("?sortField=createDateTime&direction=desc&offset=0&limit=8", query);
    }

    [Theory]
    [InlineData("07 06 05 04 03", false, "07 06 05")]
    [InlineData("07 06 05 04 03", true, "05 06 07")]
    [InlineData("03 04 05 06 07", false, "07 06 05")]
    [InlineData("03 04 05 06 07", true, "05 06 07")]
    [InlineData("04 03", false, "")]
    [InlineData("07 06", true, "06 07")]
    public async Task Only_jobs_of_a_workflow_that_were_submitted_at_a_time_or_later_are_listed(
        string days, bool oldestFirst, string expected)
    {
        InjectJobs(days);

        Assert.Equal(
            expected,
            await ListAsync(new() { WorkflowId = WorkflowId, SubmittedAfter = FifthDay, OldestFirst = oldestFirst }, ListRange.All));
    }

    [Theory]
    [InlineData("07 06 05 04 03", true, "06")]
    [InlineData("03 04 05 06 07", false, "06")]
    [InlineData("03 04 05 06 07", true, "06")]
    [InlineData("07 04 03", true, "")]
    public async Task A_range_applies_to_the_jobs_that_were_submitted_at_a_time_or_later(string days, bool oldestFirst, string expected)
    {
        InjectJobs(days);

        Assert.Equal(
            expected,
            await ListAsync(new() { WorkflowId = WorkflowId, SubmittedAfter = FifthDay, OldestFirst = oldestFirst }, new(1, 1)));
    }

    [Theory]
    [InlineData("05 00 07 06", "09 07")]
    [InlineData("02 01 03", "03 02")]
    public async Task The_newest_jobs_are_listed_although_a_page_of_only_the_requested_jobs_is_in_order(string days, string expected)
    {
        // The list does not contain the time of one of the jobs, which is the newest one.
        InjectResponse($"/webapi/v3/jobs/{IdOf("09")}", 200, Job("09"));
        string unknown = $$"""{"id":"{{IdOf("09")}}","createDate":"0001-01-01T00:00:00Z","status":"Queued"}""";
        string items = string.Join(',', days.Split(' ').Select(day => day == "00" ? unknown : Job(day)));
        InjectResponse(JobsPath, 200, $"[{items}]");

        Assert.Equal(expected, await ListAsync(new() { WorkflowId = WorkflowId }, new(0, 2)));
        Assert.Contains(Lines, line => line.Contains("the Server ignores the requested order", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("90 60 30 5", true, false, 0, 2, "05 30")]
    [InlineData("90 60 30 5", false, false, 0, 2, "05 30")]
    [InlineData("90 60 30 5", true, false, 1, 2, "30 60")]
    [InlineData("90 5 60 30", true, false, 0, 1, "05")]
    [InlineData("90 60 30 5", true, false, 0, 100, "05 30 60 90")]
    [InlineData("5 30 60 90", true, true, 0, 2, "90 60")]
    [InlineData("5 30 60 90", false, false, 0, 2, "05 30")]
    public async Task The_newest_jobs_of_the_queue_are_listed_whatever_order_the_Server_returns(
        string minutesAgo, bool isStartKnown, bool oldestFirst, int skip, int first, string expected)
    {
        InjectQueue(minutesAgo.Split(' '), isStartKnown);

        Assert.Equal(expected, await ListAsync(new() { OldestFirst = oldestFirst }, new(skip, first)));
    }

    [Fact]
    public async Task A_queue_whose_jobs_started_in_order_needs_one_request()
    {
        InjectQueue(["5", "30", "60"], isStartKnown: true);

        Assert.Equal("05 30", await ListAsync(new(), new(0, 2)));
        Assert.Equal(0, CountRequests("/v3/jobs/"));
    }

    [Fact]
    public async Task Only_jobs_that_can_be_among_the_newest_ones_are_read_if_the_Server_ignores_the_order()
    {
        // One job for each of the last 60 days, oldest first.
        InjectQueue([.. Enumerable.Range(1, 60).Select(day => $"{(61 - day) * 24 * 60}")], isStartKnown: true);

        ListReceiver<AlteryxJob> receiver = new();
        await WithTimeout(Alteryx().ListJobsAsync(new(), new(0, 3), receiver, Call));

        Assert.Equal([1, 2, 3], receiver.Items.Select(job => (Clock.GetUtcNow() - job.SubmittedInstant!.Value).Days));
        Assert.InRange(CountRequests("/v3/jobs/"), 8, 13);
    }

    [Fact]
    public async Task The_order_of_the_queue_is_not_checked_if_its_jobs_cannot_be_read()
    {
        InjectResponse("/webapi/v3/jobs/*", 500, "{}");
        InjectQueue(["30", "5", "60"], isStartKnown: false);

        Assert.Equal("30 05 60", await ListAsync(new(), ListRange.All));
        Assert.Empty(_errors);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(-12)]
    [InlineData(9)]
    [InlineData(14)]
    public async Task Jobs_are_found_although_the_queue_contains_local_times_of_the_Server_without_an_offset(int offset)
    {
        string[] minutesAgo = [.. Enumerable.Range(1, 20).Select(hour => $"{hour * 60}")];
        InjectQueue(minutesAgo, isStartKnown: true, startOffset: TimeSpan.FromHours(offset));

        List<AlteryxJob> jobs = await ListQueueAsync(minutes: (10 * 60) + 1);

        Assert.Equal(
            Enumerable.Range(1, 10),
            jobs.Select(job => (int)(Clock.GetUtcNow() - job.SubmittedInstant!.Value).TotalHours));
        Assert.Empty(Warnings);
    }

    [Theory]
    [InlineData(-5, false)]
    [InlineData(-12, false)]
    [InlineData(9, false)]
    [InlineData(14, true)]
    public async Task Jobs_are_found_although_the_list_of_a_workflow_contains_local_times_of_the_Server_without_an_offset(
        int offset, bool oldestFirst)
    {
        // One job for each of the last 72 hours. The ids are the hours.
        string TimeOf(int hour, int shift) =>
            Clock.GetUtcNow().AddHours(shift - hour).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        for (int hour = 1; hour <= 72; hour++)
        {
            InjectResponse(
                $"/webapi/v3/jobs/66f{hour:d21}",
                200,
                $$"""{"id":"66f{{hour:d21}}","status":"Completed","createDateTime":"{{TimeOf(hour, 0)}}Z"}""");
        }

        IEnumerable<string> items = Enumerable.Range(1, 72)
            .Select(hour => $$"""{"id":"66f{{hour:d21}}","status":"Completed","createDate":"{{TimeOf(hour, offset)}}"}""");
        InjectResponse(JobsPath, 200, $"[{string.Join(',', items)}]");
        AlteryxJobQuery query = new()
        {
            WorkflowId = WorkflowId, SubmittedAfter = Clock.GetUtcNow().AddHours(-10.5), OldestFirst = oldestFirst,
        };

        IEnumerable<int> expected = Enumerable.Range(1, 10);
        Assert.Equal(
            (oldestFirst ? expected.Reverse() : expected).Select(hour => $"{hour:00}"),
            (await ListAsync(query, ListRange.All)).Split(' '));
        Assert.Empty(Warnings);
        Assert.Equal(1, CountRequests($"{WorkflowId}/jobs"));
        Assert.InRange(CountRequests("/v3/jobs/"), 10, 60);
    }

    [Fact]
    public async Task A_list_with_local_times_needs_no_other_request_without_an_earliest_time()
    {
        InjectResponse(
            JobsPath,
            200,
            $$"""
            [{"id":"{{IdOf("02")}}","createDate":"2026-11-02T02:00:00","status":"Queued"},
            {"id":"{{IdOf("01")}}","createDate":"2026-11-01T02:00:00","status":"Queued"}]
            """);

        Assert.Equal("02 01", await ListAsync(new() { WorkflowId = WorkflowId }, ListRange.All));
        Assert.Equal(0, CountRequests("/v3/jobs/"));
    }

    [Fact]
    public async Task Jobs_are_found_although_their_starts_are_wrong_by_more_than_a_day()
    {
        InjectQueue(["60", "120", "180"], isStartKnown: true, startOffset: TimeSpan.FromDays(-30));

        Assert.Equal(["60", "20"], (await ListQueueAsync(minutes: 150)).Select(job => job.Id[^2..]));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    public async Task An_error_of_a_later_page_of_a_workflow_does_not_mean_that_the_id_is_wrong(int status)
    {
        string workflow = Server.CreateWorkflow(new NewWorkflow()).Id;
        string[] ids = [.. Enumerable.Range(0, 101).Select(minute => CreateJob(workflow, minute))];
        Server.InjectFault(new Fault
        {
            Path = $"/webapi/v3/workflows/{workflow}/jobs", Kind = FaultKind.Status, Status = status, Skip = 1,
        });
        ListReceiver<AlteryxJob> receiver = new();

        JobServiceException error = await GetErrorAsync(
            Alteryx().ListJobsAsync(new() { WorkflowId = workflow }, ListRange.All, receiver, Call));

        Assert.Equal(ids[..100], receiver.Items.Select(job => job.Id));
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(status, error.StatusCode);
    }

    [Fact]
    public async Task A_list_is_read_only_up_to_the_earliest_time()
    {
        string workflow = Server.CreateWorkflow(new NewWorkflow()).Id;
        for (int minute = 0; minute < 250; minute++)
        {
            CreateJob(workflow, minute);
        }

        AlteryxJobQuery query = new() { WorkflowId = workflow, SubmittedAfter = Clock.GetUtcNow().AddMinutes(-120) };
        string[] ids = (await ListAsync(query, ListRange.All)).Split(' ');

        Assert.Equal(121, ids.Length);
        Assert.Equal(2, CountRequests($"/workflows/{workflow}/jobs"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_jobs_of_the_queue_that_were_submitted_at_a_time_or_later_are_listed(bool oldestFirst)
    {
        string[] ids = [.. Enumerable.Range(0, 250).Select(minute => CreateJob("66f00000000000000000a001", minute))];

        // This job has been in the queue for longer than two hours, and its start does not show that.
        Server.CreateJob(Job(130) with { QueuedSeconds = 120 * 60, DurationSeconds = 3600 });
        string unfinished = Server.CreateJob(Job(120) with { DurationSeconds = 1e6 }).Id;
        AlteryxJobQuery query = new() { SubmittedAfter = Clock.GetUtcNow().AddMinutes(-120), OldestFirst = oldestFirst };

        ListReceiver<AlteryxJob> receiver = new();
        await WithTimeout(Alteryx().ListJobsAsync(query, ListRange.All, receiver, Call));
        ListReceiver<AlteryxJob> part = new();
        await WithTimeout(Alteryx().ListJobsAsync(query, new(2, 3), part, Call));

        // The built-in jobs were submitted in the last ten minutes.
        string[] listed = [.. receiver.Items.Select(job => job.Id)];
        Assert.Equal([.. ids[..121], unfinished], listed.Except(BuiltInJobs).Order(StringComparer.Ordinal));
        Assert.Equal(ids[120], oldestFirst ? listed.First(id => id != unfinished) : listed.Last(id => id != unfinished));
        Assert.Equal(listed[2..5], part.Items.Select(job => job.Id));
        Assert.InRange(Server.Requests.Count(request => request.Path.StartsWith("/webapi/v3/jobs/", StringComparison.Ordinal)), 1, 400);
        Assert.DoesNotContain(Server.Requests, request => request.Query.Contains("offset=200", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("60 0 120 30 90", 45, false, "00 30")]
    [InlineData("60 0 120 30 90", 45, true, "30 00")]
    [InlineData("60 0 120 30 90", 100, false, "00 30 60 90")]
    [InlineData("90 60 30 0", 45, false, "00 30")]
    [InlineData("120 90 60", 45, false, "")]
    public async Task The_queue_is_filtered_and_sorted_although_the_Server_ignores_the_order(
        string minutesAgo, int earliest, bool oldestFirst, string expected)
    {
        InjectQueue(minutesAgo.Split(' '), isStartKnown: true);
        string verbose = string.Empty;
        ListReceiver<AlteryxJob> receiver = new();
        AlteryxJobQuery query = new() { SubmittedAfter = Clock.GetUtcNow().AddMinutes(-earliest), OldestFirst = oldestFirst };
        CallContext call = new(Call.CancellationToken, line => verbose += line);
        await WithTimeout(Alteryx().ListJobsAsync(query, ListRange.All, receiver, call));

        Assert.Equal(expected, string.Join(' ', receiver.Items.Select(job => job.Id[^2..])));
        Assert.Contains("Alteryx queue: the Server ignores the requested order", verbose, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_queue_is_read_if_a_page_of_older_jobs_is_in_the_wrong_order()
    {
        InjectQueue([.. Enumerable.Range(1, 100).Select(i => $"{210 - i}")], isStartKnown: true, count: 1);
        InjectQueue(["30", "5"], isStartKnown: false);

        ListReceiver<AlteryxJob> receiver = new();
        AlteryxJobQuery query = new() { SubmittedAfter = Clock.GetUtcNow().AddMinutes(-45) };
        await WithTimeout(Alteryx().ListJobsAsync(query, ListRange.All, receiver, Call));

        Assert.Equal(["05", "30"], receiver.Items.Select(job => job.Id[^2..]));
    }

    [Theory]
    [InlineData(401, null, "AuthenticationFailed, HTTP 401")]
    [InlineData(404, null, "JobNotFound, HTTP 404")]
    [InlineData(500, null, "ServiceUnavailable, HTTP 500")]
    [InlineData(200, "<html>", "UnexpectedResponse, HTTP 200")]
    [InlineData(200, """{"id":"66f000000000000000000010","status":"Queued"}""", "not reported by the Server")]
    [InlineData(
        200,
        """{"id":"66f000000000000000000010","status":"Queued","createDate":"0001-01-01T00:00:00Z"}""",
        "not reported by the Server")]
    public async Task A_job_whose_time_is_not_known_is_listed_last_with_a_warning_that_says_why(int status, string? body, string reason)
    {
        const string id = "66f000000000000000000010";
        InjectResponse($"/webapi/v3/jobs/{id}", status, body ?? "{}");
        InjectQueue(["5", "10", "20"], isStartKnown: false);

        List<AlteryxJob> jobs = await ListQueueAsync(minutes: 60);

        Assert.Equal(["05", "20", "10"], jobs.Select(job => job.Id[^2..]));
        Assert.Equal(
            $"Alteryx queue: the time when job {id} was submitted is not known ({reason}). The job comes last, and it may have been "
                + "submitted before the specified time.",
            Assert.Single(Warnings));
        Assert.Equal(body?.StartsWith('{') == true ? [] : new[] { id }, _errors.Select(error => error.Id));
        Assert.All(_errors, error => Assert.StartsWith(reason, $"{error.Error.Kind}, HTTP {error.Error.StatusCode}"));
    }

    [Fact]
    public async Task One_warning_names_all_jobs_whose_time_is_not_known()
    {
        InjectResponse("/webapi/v3/jobs/66f000000000000000000010", 500, "{}");
        InjectResponse("/webapi/v3/jobs/*", 404, "{}");
        InjectQueue(["5", "10", "20"], isStartKnown: false);

        List<AlteryxJob> jobs = await ListQueueAsync(minutes: 60);

        Assert.Equal(["05", "10", "20"], jobs.Select(job => job.Id[^2..]));
        Assert.Equal(
            "Alteryx queue: the times when 3 jobs were submitted are not known. The jobs come last, and they may have been submitted "
                + "before the specified time: 66f000000000000000000005 (JobNotFound, HTTP 404), "
                + "66f000000000000000000010 (ServiceUnavailable, HTTP 500), 66f000000000000000000020 (JobNotFound, HTTP 404).",
            Assert.Single(Warnings));
        Assert.Equal(3, _errors.Count);
    }

    [Fact]
    public async Task A_job_of_the_queue_whose_start_is_in_the_year_1_is_read_by_its_id()
    {
        string[] items = [QueuedJob("5"), QueuedJob("90")];
        InjectResponse(
            "/webapi/v3/job*s",
            200,
            $$$"""{"data":[{{{string.Join(',', items).Replace("}", ""","startTime":"0001-01-01T00:00:00"}""", StringComparison.Ordinal)}}}]}""",
            count: 1);
        InjectQueue(["5", "90"], isStartKnown: false);

        AlteryxJob job = Assert.Single(await ListQueueAsync(minutes: 60));

        Assert.Equal("05", job.Id[^2..]);
        Assert.Null(job.StartedAt);
        Assert.Empty(Warnings);
    }

    [Fact]
    public async Task A_job_of_a_workflow_without_a_time_is_read_by_its_id()
    {
        string Unknown(string day) => Job(day).Replace($"2026-11-{day}", "0001-01-01", StringComparison.Ordinal);
        InjectResponse($"/webapi/v3/jobs/{IdOf("06")}", 200, $$"""{{{Job("06")[1..]}}""");
        InjectResponse($"/webapi/v3/jobs/{IdOf("02")}", 200, $$"""{{{Job("02")[1..]}}""");
        InjectResponse(JobsPath, 200, $"[{Job("07")},{Unknown("06")},{Job("05")},{Unknown("02")}]");

        Assert.Equal("07 06 05", await ListAsync(new() { WorkflowId = WorkflowId, SubmittedAfter = FifthDay }, ListRange.All));
        Assert.Empty(Warnings);
    }

    [Fact]
    public async Task The_list_ends_with_one_error_if_the_Server_refuses_to_return_any_job()
    {
        InjectResponse("/webapi/v3/jobs/*", 401, "{}");
        InjectQueue([.. Enumerable.Range(1, 60).Select(minute => $"{minute}")], isStartKnown: false);
        AlteryxClient client = await AlteryxWithAccessTokenAsync();

        JobServiceException error = await GetErrorAsync(client.ListJobsAsync(
            new() { SubmittedAfter = Clock.GetUtcNow().AddHours(-2) }, ListRange.All, new ListReceiver<AlteryxJob>(), Collecting));

        Assert.Equal(JobServiceErrorKind.AuthenticationFailed, error.Kind);
        Assert.Empty(_errors);
        Assert.InRange(CountRequests("/v3/jobs/"), 8, 16);
    }

    [Fact]
    public async Task A_job_that_cannot_be_read_is_read_once_with_its_retries()
    {
        InjectResponse("/webapi/v3/jobs/66f000000000000000000005", 500, "{}");
        InjectQueue(["5", "10", "90"], isStartKnown: true);
        AlteryxClient client = Alteryx(retries: 2);
        ListReceiver<AlteryxJob> receiver = new();
        AlteryxListedResults results = new(JobServiceClient.Concurrency);

        Task list = client.ListJobsAsync(
            new() { SubmittedAfter = Clock.GetUtcNow().AddHours(-1) },
            ListRange.All,
            results.ReadFor(client, receiver, Collecting),
            Collecting);
        await AdvanceClockAsync(list);
        await WithTimeout(list);

        Assert.Equal(["10", "05"], receiver.Items.Select(job => job.Id[^2..]));
        Assert.Equal(3, CountRequests("/v3/jobs/66f000000000000000000005"));
        Assert.Equal("66f000000000000000000005", Assert.Single(_errors).Id);
    }

    [Fact]
    public async Task The_first_reason_why_results_could_not_be_read_is_known()
    {
        InjectResponse($"/webapi/v3/jobs/{IdOf("06")}", 404, """{"message":"The job was deleted."}""");
        InjectResponse(JobsPath, 200, $"[{Job("06")}]");
        AlteryxClient client = Alteryx();
        ListReceiver<AlteryxJob> receiver = new();
        AlteryxListedResults results = new(JobServiceClient.Concurrency);

        await WithTimeout(client.ListJobsAsync(
            new() { WorkflowId = WorkflowId }, ListRange.All, results.ReadFor(client, receiver, Call), Call));

        Assert.Equal(1, results.UnreadCount);
        Assert.Contains("HTTP 404: The job was deleted.", results.FirstProblem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_queue_ends_with_the_page_after_which_there_is_none(bool isFiltered)
    {
        InjectResponse(
            "/webapi/v3/job*s",
            200,
            $$$"""{"data":[{{{QueuedJob("5")}}}],"pagination":{"totalItems":500,"hasNextPage":false}}""",
            count: 1);
        InjectResponse("/webapi/v3/job*s", 404, "{}");

        List<AlteryxJob> jobs = await ListQueueAsync(isFiltered ? 60 : null);

        Assert.Equal("05", Assert.Single(jobs).Id[^2..]);
    }

    [Fact]
    public async Task The_queue_continues_after_a_small_page_if_another_one_follows()
    {
        InjectResponse(
            "/webapi/v3/job*s", 200, $$$"""{"data":[{{{QueuedJob("5")}}}],"pagination":{"hasNextPage":true}}""", count: 1);
        InjectResponse("/webapi/v3/job*s", 200, $$$"""{"data":[{{{QueuedJob("6")}}}],"pagination":{"hasNextPage":false}}""");

        Assert.Equal(["05", "06"], (await ListQueueAsync(minutes: null)).Select(job => job.Id[^2..]));
    }

    [Theory]
    [InlineData(404, false)]
    [InlineData(404, true)]
    [InlineData(405, true)]
    [InlineData(500, false)]
    [InlineData(500, true)]
    public async Task An_error_of_a_later_page_is_reported_after_the_jobs_of_the_earlier_pages(int status, bool isFiltered)
    {
        InjectResponse(
            "/webapi/v3/job*s",
            200,
            $$$"""{"data":[{{{QueuedJob("5")}}}],"pagination":{"totalItems":500,"hasNextPage":true}}""",
            count: 1);
        InjectResponse("/webapi/v3/job*s", status, """{"message":"No page."}""");
        ListReceiver<AlteryxJob> receiver = new();

        JobServiceException error = await GetErrorAsync(Alteryx().ListJobsAsync(
            new() { SubmittedAfter = isFiltered ? Clock.GetUtcNow().AddHours(-1) : null }, ListRange.All, receiver, Call));

        Assert.Equal("05", Assert.Single(receiver.Items).Id[^2..]);
        Assert.Equal(status == 500 ? JobServiceErrorKind.ServiceUnavailable : JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Equal(status, error.StatusCode);
        Assert.Contains($"Alteryx queue: HTTP {status}: No page. (", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_a_later_page_of_an_unsorted_list_is_reported_after_the_jobs_of_the_earlier_pages()
    {
        string[] days = [.. Enumerable.Range(0, 100).Select(i => $"{1 + (i % 28):00}")];
        string Item(string day, int i) => Job(day).Replace(IdOf(day), $"66f{i:d21}", StringComparison.Ordinal);
        InjectResponse(JobsPath, 200, $"[{string.Join(',', days.Select(Item))}]", count: 2);
        InjectResponse(JobsPath, 500, "{}");
        ListReceiver<AlteryxJob> receiver = new();

        JobServiceException error = await GetErrorAsync(
            Alteryx().ListJobsAsync(new() { WorkflowId = WorkflowId }, new(0, 100), receiver, Call));

        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Equal(100, receiver.Items.Count);
        Assert.Equal(28, receiver.Items[0].SubmittedInstant?.Day);
    }

    [Theory]
    [InlineData(false, "allUsers=true", "mine theirs")]
    [InlineData(true, "allUsers=false", "mine")]
    public async Task The_queue_contains_the_jobs_of_all_users_or_only_the_own_ones(bool submittedByMe, string sent, string expected)
    {
        Server.CreateJob(Job(0) with { Name = "mine" });
        Server.CreateJob(Job(0) with { Name = "theirs", SubmittedBy = "ada" });

        ListReceiver<AlteryxJob> receiver = new();
        await WithTimeout(Alteryx().ListJobsAsync(new() { SubmittedByMe = submittedByMe }, ListRange.All, receiver, Call));

        IEnumerable<string?> names = receiver.Items.Select(job => job.Name).Where(name => name is "mine" or "theirs");
        Assert.Equal(expected, string.Join(' ', names.Order(StringComparer.Ordinal)));
        Assert.Contains(sent, Server.Requests[^1].Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Completed", "01 02")]
    [InlineData("completed", "01 02")]
    [InlineData("Error", "01 02 04")]
    [InlineData("Running", "05")]
    public async Task Only_jobs_of_a_workflow_with_the_status_are_listed_although_the_Server_returns_others(string status, string expected)
    {
        string[] statuses = ["Completed", "Completed", "Cancelled", "Error", "Running"];
        InjectResponse("/webapi/v3", 200, $"[{string.Join(',', statuses.Select((it, i) => JobWith(it, i + 1)))}]");

        string listed = await ListAsync(new() { WorkflowId = WorkflowId, Statuses = [status], OldestFirst = true }, ListRange.All);

        Assert.Equal(expected, listed);
    }

    [Theory]
    [InlineData(0, 1, "02")]
    [InlineData(1, 1, "03")]
    [InlineData(2, 5, "")]
    public async Task A_range_applies_to_the_jobs_with_the_status(int skip, int first, string expected)
    {
        InjectResponse("/webapi/v3", 200, $"[{JobWith("Cancelled", 1)},{JobWith("Completed", 2)},{JobWith("Completed", 3)}]");

        AlteryxJobQuery query = new() { WorkflowId = WorkflowId, Statuses = ["Completed"], OldestFirst = true };
        Assert.Equal(expected, await ListAsync(query, new(skip, first)));
    }

    [Fact]
    public async Task Only_jobs_of_the_queue_with_one_of_the_statuses_are_listed()
    {
        string stopped = Server.CreateJob(Job(0) with { QueuedSeconds = 3600 }).Id;
        await WithTimeout(Alteryx().StopJobAsync(stopped, Call));

        ListReceiver<AlteryxJob> receiver = new();
        await WithTimeout(Alteryx().ListJobsAsync(new() { Statuses = ["Completed", "Running"] }, ListRange.All, receiver, Call));

        Assert.NotEmpty(receiver.Items);
        Assert.DoesNotContain(receiver.Items, job => job.Status is not ("Completed" or "Running"));
        Assert.Contains(
            Server.Requests, request => request.Query.Contains("statuses=Complete&statuses=Running", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Completed", JobServiceErrorKind.InvalidRequest, "the job has already finished")]
    [InlineData("Running", JobServiceErrorKind.NotSupportedByServer, "this Server version cannot cancel jobs")]
    public async Task A_job_that_cannot_be_canceled_can_have_finished(string status, JobServiceErrorKind kind, string problem)
    {
        Server.InjectFault(new Fault
        {
            Path = $"/webapi/v3/jobs/{IdOf("01")}", Method = "DELETE", Kind = FaultKind.Status, Status = 404, Count = Fault.UntilRemoved,
        });
        InjectResponse($"/webapi/v3/jobs/{IdOf("01")}", 200, JobWith(status, 1));

        JobServiceException error = await GetErrorAsync(Alteryx().StopJobAsync(IdOf("01"), Call));

        Assert.Equal(kind, error.Kind);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_with_another_workflow_causes_a_warning()
    {
        InjectResponse("/webapi/v3/workflows", 200, """{"id":"66f00000000000000000a002","name":"Another"}""");

        AlteryxWorkflow workflow = await Alteryx().GetWorkflowAsync(WorkflowId, Collecting);

        Assert.Equal((WorkflowId, "Another"), (workflow.WorkflowId, workflow.Name));
        Assert.Contains("is for 66f00000000000000000a002, which is another workflow.", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_queue_cannot_be_filtered_by_the_status_Error()
    {
        JobServiceException error = await GetErrorAsync(ListAsync(new() { Statuses = ["Running", "Error"] }, ListRange.All));

        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
        Assert.Contains("cannot be filtered by the status Error", error.Problem, StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task An_object_instead_of_a_list_is_an_unexpected_response_that_says_so()
    {
        InjectResponse("/webapi/v3", 200, $$"""{"jobs":[{{Job("01")}}]}""");
        InjectResponse("/demo", 200, """{"jobs":[{"id":5}]}""");

        JobServiceException error = await GetErrorAsync(ListAsync(new() { WorkflowId = WorkflowId }, ListRange.All));
        JobServiceException xplenty = await GetErrorAsync(
            Xplenty().ListJobsAsync(new XplentyJobQuery(), ListRange.All, new ListReceiver<XplentyJob>(), Call));

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains("it is an object instead of a list (HTTP 200", error.Problem, StringComparison.Ordinal);
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, xplenty.Kind);
        Assert.Contains("it is an object instead of a list (HTTP 200", xplenty.Problem, StringComparison.Ordinal);
    }

    private static NewJob Job(double minutesAgo) => new()
    {
        Service = SandboxService.Alteryx,
        DurationSeconds = 0,
        SubmittedSecondsAgo = minutesAgo * 60,
    };

    // The ids are in the order of their times, newest first.
    private string CreateJob(string workflow, int minutesAgo) =>
        Server.CreateJob(Job(minutesAgo) with { Id = $"66f00000000000000000{minutesAgo:x4}", WorkflowId = workflow }).Id;

    private static string IdOf(string day) => $"66f0000000000000000000{day}";

    private static string Job(string day) =>
        $$"""{"id":"{{IdOf(day)}}","createDate":"2026-11-{{day}}T02:00:00.0000000Z","status":"Completed"}""";

    private static string JobWith(string status, int day) => Job($"{day:00}").Replace("Completed", status, StringComparison.Ordinal);

    private InjectedFault InjectJobs(string days) =>
        InjectResponse("/webapi/v3", 200, $"[{string.Join(',', days.Split(' ').Select(Job))}]");

    // The queue does not contain the times of submission, but each job does. The jobs have finished if their start is known.
    private void InjectQueue(
        string[] minutesAgo, bool isStartKnown, int count = Fault.UntilRemoved, TimeSpan startOffset = default)
    {
        string Time(string minutes, TimeSpan offset = default) =>
            (Clock.GetUtcNow() + offset).AddMinutes(-double.Parse(minutes, CultureInfo.InvariantCulture))
                .ToString("o", CultureInfo.InvariantCulture);
        string[] ids = [.. minutesAgo.Select(minutes => $"66f{minutes.PadLeft(21, '0')}")];
        for (int i = 0; i < ids.Length; i++)
        {
            InjectResponse(
                $"/webapi/v3/jobs/{ids[i]}",
                200,
                $$"""{"id":"{{ids[i]}}","status":"Queued","createDate":"{{Time(minutesAgo[i])}}"}""");
        }

        string Item(string id, string minutes) => isStartKnown
            ? $$"""{"jobId":"{{id}}","status":"Completed","startTime":"{{Time(minutes, startOffset)}}"}"""
            : $$"""{"jobId":"{{id}}","status":"Queued"}""";
        string items = string.Join(',', ids.Zip(minutesAgo, Item));
        InjectResponse("/webapi/v3/job*s", 200, $$"""{"data":[{{items}}]}""", count: count);
    }

    private static string QueuedJob(string minutes) => $$"""{"jobId":"66f{{minutes.PadLeft(21, '0')}}","status":"Queued"}""";

    // Lists the queue, or the jobs in it that were submitted in the last minutes.
    private async Task<List<AlteryxJob>> ListQueueAsync(int? minutes)
    {
        ListReceiver<AlteryxJob> receiver = new();
        AlteryxJobQuery query = new() { SubmittedAfter = minutes is { } count ? Clock.GetUtcNow().AddMinutes(-count) : null };
        await WithTimeout(Alteryx().ListJobsAsync(query, ListRange.All, receiver, Collecting));
        return receiver.Items;
    }

    private async Task<string> ListAsync(AlteryxJobQuery query, ListRange range)
    {
        ListReceiver<AlteryxJob> receiver = new();
        await WithTimeout(Alteryx().ListJobsAsync(query, range, receiver, Collecting));
        return string.Join(' ', receiver.Items.Select(job => job.Id[^2..]));
    }
}
