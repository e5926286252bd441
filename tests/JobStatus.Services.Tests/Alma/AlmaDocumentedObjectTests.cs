using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Alma;
using JobStatus.Services.Lists;
using JobStatus.Services.Tests.Json;
using Xunit;

namespace JobStatus.Services.Tests.Alma;

/// <summary>Reads objects with all documented fields, each of which has another value.</summary>
public sealed class AlmaDocumentedObjectTests
{
    [Fact]
    public void Every_field_of_a_definition_is_read() => Responses.AssertRead(
        """
        {
          "id": "S123", "name": "Export", "description": "Exports titles.", "type": { "value": "SCHEDULED", "desc": "Scheduled" },
          "category": { "value": "EXPORT", "desc": "Export of data" }, "content": { "value": "BIB_MMS", "desc": "All titles" },
          "schedule": { "value": "daily", "desc": "Every day" }, "next_run": "2026-01-01T00:00:00Z",
          "creator": { "value": "ada", "desc": "Lovelace, Ada" },
          "parameter": [{ "name": { "value": "set_id", "desc": "Set" }, "value": "7", "other": "y" }],
          "related_profile": { "value": "p1", "link": "https://api/profiles/p1", "other": "z" },
          "additional_info": { "value": "i1", "link": "https://api/info/i1" }, "link": "https://api/jobs/S123", "other": "x"
        }
        """,
        tree => AlmaReader.Job(tree, "S123", "tests"),
        """
        AdditionalData = 1 members
        AdditionalData[other] = x (String)
        AdditionalInfo.AdditionalData = 0 members
        AdditionalInfo.Link = https://api/info/i1 (Uri)
        AdditionalInfo.Value = i1 (String)
        Category.Description = Export of data (String)
        Category.Value = EXPORT (String)
        Connection = tests (String)
        Content.Description = All titles (String)
        Content.Value = BIB_MMS (String)
        Creator.Description = Lovelace, Ada (String)
        Creator.Value = ada (String)
        Description = Exports titles. (String)
        Id = S123 (String)
        JobId = S123 (String)
        Link = https://api/jobs/S123 (Uri)
        Name = Export (String)
        NextRun = 2026-01-01T00:00:00 (DateTime)
        Parameters = 1 items
        Parameters[0].AdditionalData = 1 members
        Parameters[0].AdditionalData[other] = y (String)
        Parameters[0].Name.Description = Set (String)
        Parameters[0].Name.Value = set_id (String)
        Parameters[0].Value = 7 (String)
        RelatedProfile.AdditionalData = 1 members
        RelatedProfile.AdditionalData[other] = z (String)
        RelatedProfile.Link = https://api/profiles/p1 (Uri)
        RelatedProfile.Value = p1 (String)
        Schedule.Description = Every day (String)
        Schedule.Value = daily (String)
        Type.Description = Scheduled (String)
        Type.Value = SCHEDULED (String)
        """);

    [Fact]
    public void Every_field_of_a_set_is_read() => Responses.AssertRead(
        """
        {
          "id": "9", "name": "Night", "description": "For the export.", "type": { "value": "ITEMIZED", "desc": "Itemized" },
          "content": { "value": "USER", "desc": "Users" }, "private": { "value": "false", "desc": "No" },
          "status": { "value": "ACTIVE", "desc": "Active" }, "status_date": "2026-01-01Z", "note": "Do not change.",
          "created_by": { "value": "ada", "desc": "Lovelace, Ada" }, "created_date": "2026-01-02Z",
          "query": { "value": "q", "desc": "Query" }, "number_of_members": { "value": "12", "link": "https://api/sets/9/members" },
          "members": { "total_record_count": 12, "member": [{ "id": "1" }] },
          "additional_info": { "value": "i1", "link": "https://api/info/i1" }, "link": "https://api/sets/9", "other": "x"
        }
        """,
        tree => AlmaReader.Set(tree, "9", "tests"),
        """
        AdditionalData = 1 members
        AdditionalData[other] = x (String)
        AdditionalInfo.AdditionalData = 0 members
        AdditionalInfo.Link = https://api/info/i1 (Uri)
        AdditionalInfo.Value = i1 (String)
        Connection = tests (String)
        Content.Description = Users (String)
        Content.Value = USER (String)
        CreatedBy.Description = Lovelace, Ada (String)
        CreatedBy.Value = ada (String)
        CreatedDate = 2026-01-02T00:00:00 (DateTime)
        Description = For the export. (String)
        Id = 9 (String)
        Link = https://api/sets/9 (Uri)
        MembersLink = https://api/sets/9/members (Uri)
        Name = Night (String)
        Note = Do not change. (String)
        NumberOfMembers = 12 (Int64)
        Private = False (Boolean)
        Query.Description = Query (String)
        Query.Value = q (String)
        SetId = 9 (String)
        Status.Description = Active (String)
        Status.Value = ACTIVE (String)
        StatusDate = 2026-01-01T00:00:00 (DateTime)
        Type.Description = Itemized (String)
        Type.Value = ITEMIZED (String)
        """);

    [Fact]
    public void Every_field_of_a_member_is_read() => Responses.AssertRead(
        """
        {
          "member": [{ "id": "1", "description": "Ada", "link": "https://api/users/1", "other": "x" }, { "description": "no id" }],
          "total_record_count": 2
        }
        """,
        tree => AlmaReader.SetMembers(tree, "9", "tests"),
        """
        Items = 1 items
        Items[0].AdditionalData = 1 members
        Items[0].AdditionalData[other] = x (String)
        Items[0].Connection = tests (String)
        Items[0].Description = Ada (String)
        Items[0].Id = 1 (String)
        Items[0].Link = https://api/users/1 (Uri)
        Items[0].MemberId = 1 (String)
        Items[0].SetId = 9 (String)
        LeftOutCount = 1 (Int32)
        ReceivedCount = 2 (Int32)
        Total = 2 (Int64)
        """);

    [Fact]
    public void Every_field_of_an_event_is_read() => Responses.AssertRead(
        """{ "event": [{ "id": "1", "link": "https://api/events/1", "other": "x" }], "total_record_count": 1 }""",
        tree => AlmaReader.Events(tree, "S123", "456", "tests").Items,
        """
        = 1 items
        [0].AdditionalData = 1 members
        [0].AdditionalData[other] = x (String)
        [0].Connection = tests (String)
        [0].Id = 1 (String)
        [0].InstanceId = 456 (String)
        [0].JobId = S123 (String)
        [0].Link = https://api/events/1 (Uri)
        """);

    [Fact]
    public void Every_field_of_a_match_is_read() => Responses.AssertRead(
        """{ "match": [{ "id": "1", "link": "https://api/matches/1", "other": "x" }], "total_record_count": 1 }""",
        tree => AlmaReader.Matches(tree, "S123", "456", "tests").Items,
        """
        = 1 items
        [0].AdditionalData = 1 members
        [0].AdditionalData[other] = x (String)
        [0].Connection = tests (String)
        [0].Id = 1 (String)
        [0].InstanceId = 456 (String)
        [0].JobId = S123 (String)
        [0].Link = https://api/matches/1 (Uri)
        """);

    [Fact]
    public void A_response_without_any_documented_field_is_unexpected()
    {
        Responses.AssertUnexpected(tree => AlmaReader.Instance(tree, "S123", "456", "tests", default));
        Responses.AssertUnexpected(tree => AlmaReader.Instances(tree, "S123", "tests", default));
        Responses.AssertUnexpected(tree => AlmaReader.Job(tree, "S123", "tests"));
        Responses.AssertUnexpected(tree => AlmaReader.Jobs(tree, "tests"));
        Responses.AssertUnexpected(tree => AlmaReader.Events(tree, "S123", "456", "tests"));
        Responses.AssertUnexpected(tree => AlmaReader.Events(tree, "S123", "456", "tests"), """{ "event": [] }""");
        Responses.AssertUnexpected(tree => AlmaReader.Set(tree, "9", "tests"));
        Responses.AssertUnexpected(tree => AlmaReader.Sets(tree, "tests"));
    }

    [Fact]
    public void A_list_without_items_has_only_a_total()
    {
        const string Json = """{ "total_record_count": 0 }""";
        const string JsonWithList = """{ "event": [], "total_record_count": 0 }""";

        Assert.Equal((0, 0L), Count(Responses.Read(Json, tree => AlmaReader.Jobs(tree, "tests"))));
        Assert.Equal((0, 0L), Count(Responses.Read(Json, tree => AlmaReader.Events(tree, "S123", "456", "tests"))));
        Assert.Equal((0, 0L), Count(Responses.Read(JsonWithList, tree => AlmaReader.Events(tree, "S123", "456", "tests"))));
        Assert.Null(Responses.Read(JsonWithList, tree => AlmaReader.Events(tree, "S123", "456", "tests")).Fingerprint);

        static (int Items, long? Total) Count<T>(ListPage<T> page) => (page.Items.Count, page.Total);
    }

    [Fact]
    public void Only_a_page_of_items_without_documented_names_has_a_fingerprint()
    {
        const string Json = """{ "job": [{ "id": "S1" }], "total_record_count": 1 }""";

        Assert.Null(Responses.Read(Json, tree => AlmaReader.Jobs(tree, "tests")).Fingerprint);
        Assert.NotNull(Responses.Read(Json, tree => AlmaReader.Events(tree, "S123", "456", "tests")).Fingerprint);
        Assert.NotNull(Responses.Read("""{ "job": [{ "id": "S1" }] }""", tree => AlmaReader.Events(tree, "S123", "456", "tests")).Fingerprint);
    }

    [Fact]
    public void A_definition_has_the_requested_id_and_keeps_another_one()
    {
        AlmaJob same = Responses.Read("""{ "id": "S123" }""", tree => AlmaReader.Job(tree, "S123", "tests"));
        AlmaJob other = Responses.Read("""{ "id": "M7" }""", tree => AlmaReader.Job(tree, "S123", "tests"));
        AlmaJob none = Responses.Read("""{ "name": "a" }""", tree => AlmaReader.Job(tree, "S123", "tests"));
        IReadOnlyList<AlmaJob> listed = Responses.Read(
            """{ "job": [{ "id": "M7" }, { "name": "a" }] }""", tree => AlmaReader.Jobs(tree, "tests").Items);

        Assert.Equal(["S123", "S123", "S123", "M7"], new[] { same, other, none, Assert.Single(listed) }.Select(job => job.JobId));
        Assert.Equal("M7", Assert.Single(other.AdditionalData).Value);
        Assert.All([same, none, listed[0]], job => Assert.Empty(job.AdditionalData));
    }

    [Theory]
    [InlineData("""{ "job_info": { "id": "M7" } }""", "M7")]
    [InlineData("""{ "job_info": { "name": "a" } }""", "S123")]
    [InlineData("""{ "status": "RUNNING" }""", "S123")]
    public void The_id_of_the_definition_is_the_reported_one_or_else_the_requested_one(string json, string expected) =>
        Assert.Equal(expected, Responses.Read(json, tree => AlmaReader.Instance(tree, "S123", "456", "tests", default)).JobId);

    [Fact]
    public void A_run_in_a_list_is_known_to_be_from_a_list_and_does_not_keep_the_rest_of_the_list()
    {
        const string Json = """{ "job_instance": [{ "id": "1" }], "total_record_count": 1, "other": "x" }""";
        AlmaJobInstance run = Assert.Single(Responses.Read(Json, tree => AlmaReader.Instances(tree, "S123", "tests", default)).Items);
        RemoteJob saved = Assert.Single(Responses.Read(Json, tree => AlmaReader.Document(tree, default, isItem: false)).Items);

        Assert.True(run.IsFromList);
        Assert.Empty(run.AdditionalData);
        Assert.Empty(Assert.IsType<AlmaJobInstance>(saved).AdditionalData);
    }

    [Theory]
    [InlineData("""{ "parameter": [{ "name": "a", "value": "1" }] }""", 1)]
    [InlineData("""{ "parameters": { "parameter": [{ "name": "a" }, { "name": "b" }] } }""", 2)]
    [InlineData("""{ "parameter": [], "other": 1 }""", 0)]
    [InlineData("{}", 0)]
    [InlineData("""{ "other": 1 }""", null)]
    public void The_body_of_a_start_can_have_parameters(string json, int? count) =>
        Assert.Equal(count, Responses.Read(json, AlmaReader.RunParameters)?.Count);

    [Theory]
    [InlineData("""{ "id": "1", "status": { "value": "RUNNING" } }""", true)]
    [InlineData("""{ "id": "1", "status": { "desc": "Running" } }""", true)]
    [InlineData("""{ "id": "1", "job_info": { "id": "S123" } }""", true)]
    [InlineData("""{ "id": "1", "status": {} }""", false)]
    [InlineData("""{ "id": "1", "name": "a" }""", false)]
    public void A_document_with_a_status_or_a_definition_is_a_run(string json, bool isRun)
    {
        if (isRun)
        {
            Assert.Equal("1", Assert.Single(Responses.Read(json, tree => AlmaReader.Document(tree, default, isItem: false)).Items).Id);
        }
        else
        {
            Responses.AssertUnexpected(tree => AlmaReader.Document(tree, default, isItem: false), json);
        }
    }

    [Theory]
    [InlineData("""{ "message": "a" }""", "a")]
    [InlineData("""{ "errorMessage": "a" }""", "a")]
    [InlineData("""{ "error_description": "a" }""", "a")]
    [InlineData("""{ "error": "a" }""", "a")]
    [InlineData("""{ "text": "a" }""", null)]
    [InlineData("""{ "errorsExist": false, "errorList": { "error": [{ "errorCode": "1", "errorMessage": "b" }] }, "message": "a" }""", "a")]
    [InlineData("""{ "errorsExist": true, "errorList": { "error": [{ "errorCode": "1", "errorMessage": "b" }] }, "message": "a" }""", "b")]
    public void The_error_of_a_gateway_is_found_if_Alma_reports_none(string json, string? message) =>
        Assert.Equal(message, Responses.Read(json, tree => AlmaReader.StatedError(tree.Object)).Message);

    [Theory]
    [InlineData("\"402218\"", true)]
    [InlineData("\" \"", false)]
    [InlineData("\"\"", false)]
    [InlineData("null", false)]
    public void An_error_with_a_code_is_from_Alma(string code, bool isFromService) =>
        Assert.Equal(
            isFromService,
            Responses.Read(
                $$"""{ "errorsExist": true, "errorList": { "error": { "errorCode": {{code}}, "errorMessage": "a" } } }""",
                tree => AlmaReader.Error(tree.Object)).IsFromService);

    [Theory]
    [InlineData("""{ "errorsExist": true, "errorList": { "error": { "errorMessage": "a" } } }""", "a")]
    [InlineData("""{ "web_service_result": { "errorsExist": true, "errorList": { "error": { "errorMessage": "a" } } } }""", "a")]
    [InlineData("""{ "errorsExist": false, "errorList": { "error": { "errorMessage": "a" } } }""", null)]
    [InlineData("""{ "web_service_result": { "errorsExist": false, "errorList": { "error": { "errorMessage": "a" } } } }""", null)]
    [InlineData("""{ "errorList": { "error": { "errorMessage": "a" } } }""", null)]
    public void A_file_is_an_error_only_if_it_says_so(string json, string? message) =>
        Assert.Equal(message, Responses.Read(json, tree => AlmaReader.ErrorInFile(tree.Object))?.Message);
}
