using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Alma;
using JobStatus.Services.Lists;
using JobStatus.Services.Tests.Lists;
using Xunit;

namespace JobStatus.Services.Tests.Alma;

/// <summary>Tests how sets are read, created and deleted.</summary>
public sealed class AlmaSetTests : ServiceTest
{
    private const string SetPath = "/almaws/v1/conf/sets";

    [Fact]
    public async Task Every_documented_field_of_a_set_is_read()
    {
        InjectResponse(
            SetPath,
            200,
            """
            {
              "id": "5", "name": "Night", "description": "D", "type": { "value": "LOGICAL", "desc": "Logical" },
              "content": { "value": "USER" }, "private": { "value": "false", "desc": "No" }, "status": { "value": "ACTIVE" },
              "status_date": "2026-11-05Z", "note": "N", "created_by": { "value": "exl_api" }, "created_date": "2026-11-04Z",
              "query": { "value": "all" }, "number_of_members": { "value": "1200", "link": "https://x/members" },
              "additional_info": { "value": "I", "link": "/a" }, "link": "https://x/5", "origin": "UI"
            }
            """);
        AlmaSet set = await Alma().GetSetAsync("5", Call);
        Assert.Equal(("5", "Night", "D", "N"), (set.SetId, set.Name, set.Description, set.Note));
        Assert.Equal(("LOGICAL", "USER", "ACTIVE"), (set.Type!.Value, set.Content!.Value, set.Status!.Value));
        Assert.False(set.Private);
        Assert.Equal((new DateTime(2026, 11, 5), new DateTime(2026, 11, 4)), (set.StatusDate!.Value, set.CreatedDate!.Value));
        Assert.Equal(("exl_api", "all", "I"), (set.CreatedBy!.Value, set.Query!.Value, set.AdditionalInfo!.Value));
        Assert.Equal(1200, set.NumberOfMembers);
        Assert.Equal(("https://x/members", "https://x/5"), (set.MembersLink!.OriginalString, set.Link!.OriginalString));
        Assert.Equal(["origin"], set.AdditionalData.Keys);
        Assert.Equal("5 (Night)", set.ToString());
    }

    [Theory]
    [InlineData("""{"value":7}""", 7L)]
    [InlineData("7", 7L)]
    [InlineData("""{"value":"many"}""", null)]
    public async Task The_number_of_members_can_be_a_number_or_a_text(string number, long? expected)
    {
        InjectResponse(SetPath, 200, $$"""{"id":"5","number_of_members":{{number}},"private":"perhaps"}""");
        AlmaSet set = await Alma().GetSetAsync("5", Call);
        Assert.Equal(expected, set.NumberOfMembers);
        Assert.Null(set.Private);
        Assert.Equal("perhaps", set.AdditionalData["private"]);
        Assert.Equal(expected is null, set.AdditionalData.ContainsKey("number_of_members"));
    }

    [Fact]
    public async Task A_set_can_be_created_listed_and_deleted()
    {
        AlmaNewSet request = new("Night", "ITEM") { Description = "D", Note = "N", Private = false };
        AlmaSet set = await Alma().CreateSetAsync(request, Call);
        Assert.Equal(("Night", "ITEM", "ITEMIZED"), (set.Name, set.Content!.Value, set.Type!.Value));
        Assert.False(set.Private);
        Assert.Equal(0, set.NumberOfMembers);
        Assert.Equal([set.SetId], await ListAsync(new AlmaSetQuery { NameWord = "night", Content = "ITEM", Type = "ITEMIZED" }));
        Assert.Empty(await ListAsync(new AlmaSetQuery { NameWord = "night", Content = "USER" }));
        Assert.Empty(await ListAsync(new AlmaSetQuery { Origin = "UI_CZ" }));

        JobServiceException error = await GetErrorAsync(Alma().CreateSetAsync(new AlmaNewSet("Night", "USER"), Call));
        Assert.Equal((JobServiceErrorKind.InvalidRequest, "402263"), (error.Kind, error.ErrorCode));

        await Alma().DeleteSetAsync(set.SetId, Call);
        Assert.Empty(await ListAsync(new AlmaSetQuery { NameWord = "night" }));
        error = await GetErrorAsync(Alma().GetSetAsync(set.SetId, Call));
        Assert.Equal((JobServiceErrorKind.JobNotFound, "60107"), (error.Kind, error.ErrorCode));
    }

    [Fact]
    public async Task A_response_about_another_set_produces_a_warning()
    {
        InjectResponse(SetPath, 200, """{ "id": "901", "name": "Other" }""");
        AlmaSet set = await Alma().GetSetAsync("900", Call);
        Assert.Equal(("900", "Other", "901"), (set.SetId, set.Name, (string)set.AdditionalData["id"]!));
        Assert.Equal(
            "Alma set 900: the response from 127.0.0.1 is for 901, which is another set. "
                + "The object has the requested id 900 and the values from the response.",
            Assert.Single(Warnings));
    }

    [Fact]
    public async Task A_page_of_members_that_is_empty_before_the_total_is_reached_is_an_error()
    {
        InjectResponse(SetPath, 200, """{ "total_record_count": 250, "member": [{ "id": "a" }] }""", count: 1);
        InjectResponse(SetPath, 200, """{ "total_record_count": 250 }""");
        ListReceiver<AlmaSetMember> members = new();
        JobServiceException error = await GetErrorAsync(Alma().ListSetMembersAsync("5", ListRange.All, members, Call));
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
        Assert.StartsWith("Members of Alma set 5: 127.0.0.1 returned a page without new items", error.Message, StringComparison.Ordinal);
        Assert.Single(members.Items);
    }

    [Theory]
    [InlineData("POST", "409", "Check the sets with this name, and then try again.")]
    [InlineData("POST", "400", "Check the values in the command and the sets with this name, and then try again.")]
    [InlineData("DELETE", "409", "Check the set, and then try again.")]
    [InlineData("POST", "503", "Before you send it again, check whether a set with this name exists.")]
    [InlineData("DELETE", "503", "Before you send it again, check whether the set still exists.")]
    public async Task An_error_says_what_to_check(string method, string status, string action)
    {
        InjectResponse(SetPath, int.Parse(status, CultureInfo.InvariantCulture), "{}");
        JobServiceException error = await GetErrorAsync(method == "POST"
            ? Alma().CreateSetAsync(new AlmaNewSet("Night", "USER"), Call)
            : Alma().DeleteSetAsync("5", Call));
        Assert.EndsWith(action, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /almaws/v1/conf/jobs/M148?op=run", "/almaws/v1/conf/jobs/M148")]
    [InlineData("POST https://api-eu.example/almaws/v1/conf/jobs/M148?apikey=x", "https://api-eu.example/almaws/v1/conf/jobs/M148")]
    [InlineData("api-eu.example/almaws/v1/conf/jobs/M148", "https://api-eu.example/almaws/v1/conf/jobs/M148")]
    [InlineData("POST https://user:word@api-eu.example/conf/jobs/M148", "https://api-eu.example/conf/jobs/M148")]
    public void API_information_has_the_link_to_the_job_without_secrets(string address, string link) =>
        Assert.Equal(link, AlmaApiInformation.Read(address + "\n<job/>").JobLink);

    [Theory]
    [InlineData("POST /almaws/v1/conf/jobs/M148?op=run HTTP/1.1\n\n", "M148")]
    [InlineData("https://api-eu.hosted.exlibrisgroup.com/almaws/v1/conf/jobs/S9?op=run\r\n", "S9")]
    [InlineData("\uFEFF", null)]
    [InlineData("", null)]
    public void API_information_has_the_parameters_and_the_job(string address, string? jobId)
    {
        string xml = $"""
            {address}<?xml version="1.0" encoding="ISO-8859-1"?>
            <job><parameters>
              <parameter><name>set_id</name><value>12</value></parameter>
              <parameter><name desc="Empty">empty</name><value/></parameter>
            </parameters></job>
            """;
        string json = address + """{"parameter":[{"name":{"value":"set_id"},"value":"12"},{"name":{"value":"empty"},"value":""}]}""";
        foreach (string text in new[] { xml, json })
        {
            var information = AlmaApiInformation.Read(text);
            Assert.Equal(jobId, information.JobId);
            Assert.Equal([("set_id", "12"), ("empty", "")], information.Parameters.Select(static pair => (pair.Key, pair.Value)));
        }
    }

    [Theory]
    [InlineData("GET /almaws/v1/conf/jobs/M148?op=run")]
    [InlineData("DELETE /almaws/v1/conf/jobs/M148?op=run")]
    [InlineData("DELETE https://api-eu.example/almaws/v1/conf/jobs/M148")]
    [InlineData("POST /almaws/v1/conf/jobs/M148?op=stop")]
    [InlineData("POST /almaws/v1/conf/jobs/M148?op=run&op=stop")]
    [InlineData("POST /almaws/v1/conf/jobs/M148/instances/33?op=run")]
    [InlineData("POST /almaws/v1/conf/sets/5?op=run")]
    [InlineData("POST https://api-eu.example/almaws/v1/users")]
    [InlineData("POST /almaws/v1/conf/jobs/M148?op=run\nPOST /almaws/v1/conf/jobs/M149?op=run")]
    public void API_information_with_the_address_of_another_request_is_rejected(string address)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaApiInformation.Read($"{address}\n\n<job/>"));

        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
        Assert.Contains("its address is not the one for starting a job", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void API_information_with_different_values_of_a_parameter_is_rejected()
    {
        static string Body(string first, string second) =>
            $$"""{"parameter":[{"name":{"value":"set_id"},"value":"{{first}}"},{"name":{"value":"set_id"},"value":"{{second}}"}]}""";

        Assert.Equal("5", AlmaApiInformation.Read(Body("5", "5")).Parameters["set_id"]);
        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaApiInformation.Read(Body("5", "6")));
        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
        Assert.Contains("it contains different values of the parameter 'set_id'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<job/>")]
    [InlineData("{}")]
    [InlineData("<job><parameters/></job>")]
    public void API_information_of_a_job_without_parameters_is_accepted(string text) =>
        Assert.Empty(AlmaApiInformation.Read(text).Parameters);

    [Theory]
    [InlineData("")]
    [InlineData("/almaws/v1/conf/jobs/M148?op=run")]
    [InlineData("<job><parameters>")]
    [InlineData("{ \"parameter\": [")]
    [InlineData("<html><body>Sign in</body></html>")]
    [InlineData("<!DOCTYPE job [<!ENTITY e 'x'>]><job/>")]
    public void Other_text_is_not_API_information(string text)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaApiInformation.Read(text));
        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
    }

    private async Task<string[]> ListAsync(AlmaSetQuery query)
    {
        var sets = new ListReceiver<AlmaSet>();
        await Alma().ListSetsAsync(query, filter: null, ListRange.All, sets, Call);
        return [.. sets.Items.Select(static set => set.SetId)];
    }
}
