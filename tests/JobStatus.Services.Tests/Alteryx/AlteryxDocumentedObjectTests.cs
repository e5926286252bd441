using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Tests.Json;
using Xunit;

namespace JobStatus.Services.Tests.Alteryx;

/// <summary>Reads objects with all documented fields, each of which has another value.</summary>
public sealed class AlteryxDocumentedObjectTests
{
    private const string Id = "66f000000000000000000101";

    [Fact]
    public void Every_field_of_a_job_of_version_3_is_read() => Responses.AssertRead(
        """
        {
          "id": "66f000000000000000000101", "appId": "66f0000000000000000000a1", "createDateTime": "2026-01-01T00:00:00Z",
          "status": "Completed", "disposition": "Error",
          "outputs": [{ "id": "o1", "availableFormats": ["Csv", "Pdf"], "fileName": "a.csv", "other": "y" }],
          "messages": [{ "status": 3, "text": "No file.", "toolId": -1, "other": "z" }], "priority": "High", "workerTag": "GPU",
          "runWithE2": true, "other": "x"
        }
        """,
        tree => Job(tree, Id),
        """
        AdditionalData = 1 members
        AdditionalData[other] = x (String)
        AppId = 66f0000000000000000000a1 (String)
        Connection = tests (String)
        CreateDateTime = 2026-01-01T00:00:00 (DateTime)
        Disposition = Error (String)
        Id = 66f000000000000000000101 (String)
        IsFinished = True (Boolean)
        JobId = 66f000000000000000000101 (String)
        Message = No file. (String)
        Messages = 1 items
        Messages[0].AdditionalData = 1 members
        Messages[0].AdditionalData[other] = z (String)
        Messages[0].Connection = tests (String)
        Messages[0].JobId = 66f000000000000000000101 (String)
        Messages[0].Severity = Error (AlteryxMessageSeverity)
        Messages[0].Status = 3 (Int32)
        Messages[0].Text = No file. (String)
        Messages[0].ToolId = -1 (Int32)
        ObservedAt = 0001-01-01T00:00:00 (DateTime)
        Outputs = 1 items
        Outputs[0].AdditionalData = 1 members
        Outputs[0].AdditionalData[other] = y (String)
        Outputs[0].AvailableFormats = 2 items
        Outputs[0].AvailableFormats[0] = Csv (String)
        Outputs[0].AvailableFormats[1] = Pdf (String)
        Outputs[0].FileName = a.csv (String)
        Outputs[0].Id = o1 (String)
        Priority = High (String)
        RunWithE2 = True (Boolean)
        Service = Alteryx (String)
        State = Failed (RemoteJobState)
        Status = Completed (String)
        SubmittedAt = 2026-01-01T00:00:00 (DateTime)
        Uri = https://server/jobs/66f000000000000000000101 (Uri)
        WorkerTag = GPU (String)
        WorkflowId = 66f0000000000000000000a1 (String)
        """);

    [Fact]
    public void Every_field_of_a_job_of_version_1_is_read() => Responses.AssertRead(
        """
        {
          "id": "66f000000000000000000101", "appId": null, "createDate": "2026-01-01T00:00:00Z", "status": "Running",
          "disposition": "None", "outputs": [{ "id": "o1", "formats": ["Csv"], "name": "a.csv" }], "messages": [], "priority": 3
        }
        """,
        tree => Job(tree, Id),
        """
        AdditionalData = 0 members
        Connection = tests (String)
        CreateDateTime = 2026-01-01T00:00:00 (DateTime)
        Disposition = None (String)
        Id = 66f000000000000000000101 (String)
        IsFinished = False (Boolean)
        JobId = 66f000000000000000000101 (String)
        Messages = 0 items
        ObservedAt = 0001-01-01T00:00:00 (DateTime)
        Outputs = 1 items
        Outputs[0].AdditionalData = 0 members
        Outputs[0].AvailableFormats = 1 items
        Outputs[0].AvailableFormats[0] = Csv (String)
        Outputs[0].FileName = a.csv (String)
        Outputs[0].Id = o1 (String)
        Priority = Critical (String)
        Service = Alteryx (String)
        State = Running (RemoteJobState)
        Status = Running (String)
        SubmittedAt = 2026-01-01T00:00:00 (DateTime)
        Uri = https://server/jobs/66f000000000000000000101 (Uri)
        """);

    [Fact]
    public void Every_field_of_a_job_in_the_queue_is_read() => Responses.AssertRead(
        """
        {
          "jobId": "66f000000000000000000101", "status": "Queued", "workflowName": "Orders", "workflowId": "66f0000000000000000000b1",
          "submittedBy": "Ada", "startTime": "2026-01-01T00:00:00Z", "queueTime": "00:01:00", "executionTime": "1.00:00:05",
          "priority": 0
        }
        """,
        tree => Job(tree, null),
        """
        AdditionalData = 0 members
        Connection = tests (String)
        Duration = 1.00:00:05 (TimeSpan)
        ExecutionTime = 1.00:00:05 (TimeSpan)
        Id = 66f000000000000000000101 (String)
        IsFinished = False (Boolean)
        JobId = 66f000000000000000000101 (String)
        Messages = 0 items
        Name = Orders (String)
        ObservedAt = 0001-01-01T00:00:00 (DateTime)
        Outputs = 0 items
        Priority = Low (String)
        QueueTime = 00:01:00 (TimeSpan)
        Service = Alteryx (String)
        StartedAt = 2026-01-01T00:00:00 (DateTime)
        State = Queued (RemoteJobState)
        Status = Queued (String)
        SubmittedBy = Ada (String)
        Uri = https://server/jobs/66f000000000000000000101 (Uri)
        WorkflowId = 66f0000000000000000000b1 (String)
        """);

    [Fact]
    public void Every_field_of_a_workflow_is_read() => Responses.AssertRead(
        """
        {
          "id": "66f0000000000000000000b1", "name": "Orders", "ownerId": "66f0000000000000000000c1",
          "dateCreated": "2026-01-01T00:00:00Z", "publishedVersionId": "v1"
        }
        """,
        tree => AlteryxReader.Workflow(tree.Object, "tests"),
        """
        AdditionalData = 1 members
        AdditionalData[publishedVersionId] = v1 (String)
        Connection = tests (String)
        CreatedAt = 2026-01-01T00:00:00 (DateTime)
        Id = 66f0000000000000000000b1 (String)
        Name = Orders (String)
        OwnerId = 66f0000000000000000000c1 (String)
        WorkflowId = 66f0000000000000000000b1 (String)
        """);

    [Fact]
    public void Every_field_of_a_question_is_read() => Responses.AssertRead(
        """
        [
          {
            "name": "Region", "questionType": "ListBox", "description": "Which region?", "value": "north", "multiple": true,
            "items": [{ "key": "n", "value": "north" }, { "key": "s" }, { "value": "west" }], "other": "x"
          },
          {},
          { "name": null }
        ]
        """,
        tree => AlteryxReader.Questions(tree, "66f0000000000000000000b1", "tests").Items,
        """
        = 2 items
        [0].AdditionalData = 1 members
        [0].AdditionalData[other] = x (String)
        [0].Connection = tests (String)
        [0].Description = Which region? (String)
        [0].Items = 3 items
        [0].Items[0].Key = n (String)
        [0].Items[0].Value = north (String)
        [0].Items[1].Key = s (String)
        [0].Items[1].Value =  (String)
        [0].Items[2].Key =  (String)
        [0].Items[2].Value = west (String)
        [0].Multiple = True (Boolean)
        [0].Name = Region (String)
        [0].QuestionType = ListBox (String)
        [0].Value = north (String)
        [0].WorkflowId = 66f0000000000000000000b1 (String)
        [1].AdditionalData = 0 members
        [1].Connection = tests (String)
        [1].Items = 0 items
        [1].WorkflowId = 66f0000000000000000000b1 (String)
        """);

    [Fact]
    public void Every_field_of_a_schedule_is_read() => Responses.AssertRead(
        """
        {
          "id": "66f0000000000000000000d1", "name": "Nightly", "workflowId": "66f0000000000000000000b1",
          "ownerId": "66f0000000000000000000c1", "runDateTime": "2026-01-01T00:00:00Z", "timeZone": "Europe/Berlin", "versionId": "v1",
          "comment": "Every night.", "enabled": true, "priority": "Low", "workerTag": "GPU", "status": "Ready",
          "credentialId": "c1", "creationTime": "2026-01-02T00:00:00Z", "lastRunTime": "2026-01-03T00:00:00Z", "state": "Active",
          "runCount": 7, "iteration": { "startTime": "2026-01-04T00:00:00Z", "endTime": "2026-01-05T00:00:00Z", "other": "y" },
          "frequency": "Daily", "lastError": "None so far.", "cpuName": "worker-1", "lastModifiedId": "66f0000000000000000000c2",
          "lastModifiedDate": "2026-01-06T00:00:00Z", "canEdit": false, "questions": [{ "name": "Region", "value": "north" }],
          "other": "x"
        }
        """,
        tree => AlteryxReader.Schedule(tree, "66f0000000000000000000d1", "tests", null),
        """
        AdditionalData = 1 members
        AdditionalData[other] = x (String)
        CanEdit = False (Boolean)
        Comment = Every night. (String)
        Connection = tests (String)
        CpuName = worker-1 (String)
        CreatedAt = 2026-01-02T00:00:00 (DateTime)
        CredentialId = c1 (String)
        Definition = 66f0000000000000000000b1 (String)
        Enabled = True (Boolean)
        Frequency = Daily (String)
        Id = 66f0000000000000000000d1 (String)
        Iteration.AdditionalData = 1 members
        Iteration.AdditionalData[other] = y (String)
        Iteration.EndsAt = 2026-01-05T00:00:00 (DateTime)
        Iteration.StartsAt = 2026-01-04T00:00:00 (DateTime)
        LastError = None so far. (String)
        LastRunAt = 2026-01-03T00:00:00 (DateTime)
        ModifiedAt = 2026-01-06T00:00:00 (DateTime)
        ModifiedBy = 66f0000000000000000000c2 (String)
        Name = Nightly (String)
        NextRunAt = 2026-01-01T00:00:00 (DateTime)
        OwnerId = 66f0000000000000000000c1 (String)
        Priority = Low (String)
        Questions = 1 items
        Questions[0].AdditionalData = 0 members
        Questions[0].Connection = tests (String)
        Questions[0].Items = 0 items
        Questions[0].Name = Region (String)
        Questions[0].Value = north (String)
        Questions[0].WorkflowId = 66f0000000000000000000b1 (String)
        RunCount = 7 (Int64)
        Service = Alteryx (String)
        State = Active (String)
        Status = Ready (String)
        TimeZone = Europe/Berlin (String)
        VersionId = v1 (String)
        WorkerTag = GPU (String)
        WorkflowId = 66f0000000000000000000b1 (String)
        """);

    [Fact]
    public void A_list_reports_the_next_run_and_a_single_read_may_not()
    {
        DateTimeOffset listed = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
        AlteryxSchedule schedule = Responses.Read(
            """{ "name": "Nightly", "runDateTime": "2026-01-01T00:00:00Z" }""", tree => AlteryxReader.Schedule(tree, "1", "tests", listed));

        Assert.Equal(listed, schedule.NextRunInstant);
    }

    [Fact]
    public void A_listed_schedule_has_its_own_id_and_its_questions_may_have_no_workflow()
    {
        AlteryxSchedule? schedule = Responses.Read(
            """{ "id": "1", "questions": [{ "name": "Region" }] }""", tree => AlteryxReader.Schedule(tree.Object, null, "tests"));

        Assert.Equal("1", schedule?.Id);
        Assert.Empty(schedule!.AdditionalData);
        Assert.Equal(string.Empty, Assert.Single(schedule.Questions).WorkflowId);
    }

    [Theory]
    [InlineData("createDateTime", "2026-01-01T00:00:00", true, true)]
    [InlineData("createDate", "2026-01-01T00:00:00", true, true)]
    [InlineData("createDate", "2026-01-01T00:00:00Z", true, false)]
    [InlineData("createDate", "2026-01-01T00:00:00", false, false)]
    public void Only_in_lists_a_time_without_an_offset_can_be_the_local_time_of_the_Server(
        string name, string time, bool isFromList, bool hasLocalTime) =>
        Assert.Equal(hasLocalTime, Responses.Read(
            $$"""{ "id": "1", "{{name}}": "{{time}}" }""",
            tree => AlteryxReader.Job(tree.Object, null, CreateUri, "tests", default, isFromList))!.HasLocalTime);

    [Fact]
    public void Every_field_of_a_credential_is_read()
    {
        Responses.AssertRead(
            """{ "id": "c1", "userName": "ada", "other": "x" }""",
            tree => AlteryxReader.Credential(tree.Object),
            """
            Id = c1 (String)
            UserName = ada (String)
            """);
        Assert.Null(Responses.Read("""{ "userName": "ada" }""", tree => AlteryxReader.Credential(tree.Object)));
    }

    [Theory]
    [InlineData("""{ "messages": [{ "status": 2, "text": "a", "toolId": 3 }, "b", 7, {}] }""", "2 a 3| b ")]
    [InlineData("""[{ "status": 1 }, { "toolId": 2 }, { "text": "a" }, { "other": 1 }]""", "1  |  2| a ")]
    [InlineData("""{ "text": "a" }""", " a ")]
    [InlineData("""{ "messages": null }""", "")]
    [InlineData("""{ "messages": [] }""", "")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("""{ "status": 1 }""", null)]
    [InlineData("""{ "toolId": 2 }""", null)]
    [InlineData("[7]", null)]
    [InlineData("\"an error\"", null)]
    public void Messages_are_a_list_of_objects_or_texts_or_a_single_one(string json, string? expected)
    {
        string Read() => Responses.Read(json, tree => string.Join(
            '|',
            AlteryxReader.Messages(tree, Id, "tests").Items.Select(message => $"{message.Status} {message.Text} {message.ToolId}")));

        if (expected is null)
        {
            Assert.Throws<ServiceErrorException>(Read);
        }
        else
        {
            Assert.Equal(expected, Read());
        }
    }

    [Theory]
    [InlineData("""{ "access_token": "t", "expires_in": 3600 }""", "t", 3600.0, null, false)]
    [InlineData("""{ "error": "invalid_client", "error_description": "a", "message": "b" }""", null, null, "a", true)]
    [InlineData("""{ "error": "invalid_client", "message": "b" }""", null, null, "invalid_client", true)]
    [InlineData("""{ "message": "b" }""", null, null, "b", false)]
    [InlineData("""{ "error": "Bad Gateway" }""", null, null, "Bad Gateway", false)]
    public void A_response_to_a_token_request_is_a_token_or_an_error(
        string json, string? token, double? lifetime, string? message, bool isFromService)
    {
        (string? Token, double? Lifetime, ServiceError? Error) read = Responses.Read(json, tree => AlteryxReader.Token(tree.Object));

        Assert.Equal((token, lifetime), (read.Token, read.Lifetime));
        Assert.Equal((message, isFromService), (read.Error!.Message, read.Error.IsFromService));
    }

    [Theory]
    [InlineData("0", "Low")]
    [InlineData("1", "Medium")]
    [InlineData("2", "High")]
    [InlineData("3", "Critical")]
    [InlineData("4", "4")]
    [InlineData("\"Default\"", "Default")]
    [InlineData("null", null)]
    public void A_priority_is_a_word_or_a_number(string json, string? expected) =>
        Assert.Equal(expected, Responses.Read($$"""{ "status": "Queued", "priority": {{json}} }""", tree => Job(tree, Id)).Priority);

    [Fact]
    public void An_object_with_both_names_of_a_field_keeps_the_second_value()
    {
        AlteryxJob job = Responses.Read(
            """
            {
              "id": "1", "jobId": "2", "createDateTime": "2026-01-01T00:00:00Z", "createDate": "2026-01-02T00:00:00Z",
              "outputs": [{ "availableFormats": ["Csv"], "formats": ["Pdf"], "fileName": "a", "name": "b" }]
            }
            """,
            tree => Job(tree, null));

        Assert.Equal("1", job.Id);
        Assert.Equal("2", job.AdditionalData["jobId"]);
        Assert.Equal(1, job.SubmittedInstant?.Day);
        Assert.Equal("2026-01-02T00:00:00.0000000+00:00", job.AdditionalData["createDate"]);
        AlteryxJobOutput output = Assert.Single(job.Outputs);
        Assert.Equal(["Csv"], output.AvailableFormats);
        Assert.Equal(["Pdf"], Assert.IsType<object?[]>(output.AdditionalData["formats"]));
        Assert.Equal(("a", "b"), (output.FileName, output.AdditionalData["name"]));
    }

    [Fact]
    public void An_object_has_the_requested_id_and_keeps_another_one()
    {
        AlteryxJob job = Responses.Read("""{ "id": "2" }""", tree => Job(tree, "1"));
        AlteryxWorkflow? workflow = Responses.Read("""{ "id": "2" }""", tree => AlteryxReader.Workflow(tree.Object, "tests", "1"));
        AlteryxSchedule schedule = Responses.Read("""{ "id": "2" }""", tree => AlteryxReader.Schedule(tree, "1", "tests", null));

        Assert.Equal(("1", "1", "1"), (job.Id, workflow?.WorkflowId, schedule.Id));
        Assert.All([job.AdditionalData, workflow!.AdditionalData, schedule.AdditionalData], kept => Assert.Equal("2", Assert.Single(kept).Value));
        Assert.Empty(Responses.Read("""{ "id": "1" }""", tree => Job(tree, "1")).AdditionalData);
        Assert.Empty(Responses.Read("""{ "id": "1" }""", tree => AlteryxReader.Workflow(tree.Object, "tests", "1"))!.AdditionalData);
        Assert.Empty(Responses.Read("""{ "id": "1" }""", tree => AlteryxReader.Schedule(tree, "1", "tests", null)).AdditionalData);
    }

    [Fact]
    public void A_response_without_any_documented_field_is_unexpected()
    {
        Responses.AssertUnexpected(tree => Job(tree, Id));
        Responses.AssertUnexpected(tree => AlteryxReader.Schedule(tree, "1", "tests", null));
        Responses.AssertUnexpected(tree => AlteryxReader.Messages(tree, Id, "tests"));
        Responses.AssertUnexpected(tree => AlteryxReader.Queue(tree, fields => Job(fields)));
        Assert.Null(Responses.Read("""{ "other": 1 }""", tree => AlteryxReader.Workflow(tree.Object, "tests", "1")));
    }

    [Theory]
    [InlineData("""{ "data": [{ "jobId": "1" }], "pagination": { "totalItems": 7, "hasNextPage": true } }""", 7L, true)]
    [InlineData("""{ "data": [{ "jobId": "1" }], "pagination": { "totalItems": 1, "hasNextPage": false } }""", 1L, false)]
    [InlineData("""{ "data": [{ "jobId": "1" }] }""", null, null)]
    public void A_page_of_the_queue_says_whether_another_page_follows(string json, long? total, bool? hasNext)
    {
        (IReadOnlyList<string> ids, long? total, bool? hasNext) page = Responses.Read(json, tree =>
        {
            var queue = AlteryxReader.Queue(tree, fields => Job(fields));
            return ((IReadOnlyList<string>)[.. queue.Items.Select(job => job.Id)], queue.Total, queue.HasNext);
        });

        Assert.Equal(["1"], page.ids);
        Assert.Equal((total, hasNext), (page.total, page.hasNext));
    }

    private static AlteryxJob Job(ResponseTree tree, string? id) =>
        AlteryxReader.Job(tree, id, CreateUri, "tests", default);

    private static AlteryxJob? Job(ResponseObject fields) =>
        AlteryxReader.Job(fields, null, CreateUri, "tests", default);

    private static Uri CreateUri(string id) => new($"https://server/jobs/{id}");
}
