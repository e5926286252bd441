using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Alma;
using JobStatus.Services.Lists;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Lists;

/// <summary>Tests the status 404 for lists: it means that an id is wrong only if the request contains one.</summary>
public sealed class UnknownListTests : ServiceTest
{
    [Theory]
    [InlineData("Alma sets", "/almaws/v1/conf/sets")]
    [InlineData("Alma jobs", "/almaws/v1/conf/jobs")]
    [InlineData("Xplenty jobs", "/demo/api/jobs")]
    [InlineData("Xplenty schedules", "/demo/api/schedules")]
    [InlineData("Xplenty clusters", "/demo/api/clusters")]
    [InlineData("Xplenty packages", "/demo/api/packages")]
    [InlineData("Recent Xplenty jobs", "/demo/api/jobs")]
    public async Task A_list_without_an_id_that_does_not_exist_does_not_mean_that_an_id_is_wrong(string list, string path)
    {
        InjectResponse(path, 404, "{}");

        JobServiceException error = await GetErrorAsync(ListAsync(list));

        Assert.Equal((JobServiceErrorKind.UnexpectedResponse, 404), (error.Kind, error.StatusCode));
        Assert.DoesNotContain("the id", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Jobs of an Xplenty package", "/demo/api/jobs")]
    [InlineData("Members", "/almaws/v1/conf/sets")]
    [InlineData("Instances", "/almaws/v1/conf/jobs")]
    public async Task A_list_with_an_id_that_does_not_exist_means_that_the_id_is_wrong(string list, string path)
    {
        InjectResponse(path, 404, "{}");

        Assert.Equal(JobServiceErrorKind.JobNotFound, (await GetErrorAsync(ListAsync(list))).Kind);
    }

    [Fact]
    public async Task A_later_page_of_the_members_of_a_set_that_does_not_exist_does_not_mean_that_the_id_is_wrong()
    {
        AlmaClient client = Alma();
        string set = (await client.CreateSetAsync(new AlmaNewSet("Many", "USER"), Call)).SetId;
        string[] ids = [.. Enumerable.Range(1, 101).Select(static number => $"user{number}")];
        await client.AddMembersAsync(set, ids, idType: null, static _ => { }, static (_, error) => throw error, Call);
        Server.InjectFault(new Fault
        {
            Path = $"/almaws/v1/conf/sets/{set}/members", Kind = FaultKind.Status, Status = 404, Body = "{}", Skip = 1,
        });
        ListReceiver<AlmaSetMember> receiver = new();

        JobServiceException error = await GetErrorAsync(client.ListSetMembersAsync(set, ListRange.All, receiver, Call));

        Assert.Equal(100, receiver.Items.Count);
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error.Kind);
    }

    private Task ListAsync(string list) => list switch
    {
        "Alma sets" => Alma().ListSetsAsync(new AlmaSetQuery(), null, ListRange.All, new ListReceiver<AlmaSet>(), Call),
        "Alma jobs" => Alma().ListJobsAsync(new AlmaJobQuery(), null, ListRange.All, new ListReceiver<AlmaJob>(), Call),
        "Xplenty jobs" => Xplenty().ListJobsAsync(new XplentyJobQuery(), ListRange.All, new ListReceiver<XplentyJob>(), Call),
        "Xplenty schedules" => Xplenty().ListSchedulesAsync(null, ListRange.All, new ListReceiver<XplentySchedule>(), Call),
        "Xplenty clusters" => Xplenty().ListClustersAsync(null, ListRange.All, new ListReceiver<XplentyCluster>(), Call),
        "Xplenty packages" => Xplenty().ListPackagesAsync(null, null, ListRange.All, new ListReceiver<XplentyPackage>(), Call),
        "Recent Xplenty jobs" => Xplenty().ListRecentJobsAsync(
            new RecentJobQuery { Since = Clock.GetUtcNow().AddHours(-1) }, new ListReceiver<RemoteJob>(), Call),
        "Jobs of an Xplenty package" => Xplenty().ListJobsAsync(
            new XplentyJobQuery { PackageId = 999 }, ListRange.All, new ListReceiver<XplentyJob>(), Call),
        "Members" => Alma().ListSetMembersAsync("5", ListRange.All, new ListReceiver<AlmaSetMember>(), Call),
        _ => Alma().ListInstancesAsync("M999", new AlmaInstanceQuery(), ListRange.All, new ListReceiver<AlmaJobInstance>(), Call),
    };
}
