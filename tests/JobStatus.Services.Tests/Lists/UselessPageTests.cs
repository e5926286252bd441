using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Lists;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Lists;

/// <summary>Tests pages without new items, for every list of every service.</summary>
public sealed class UselessPageTests : ServiceTest
{
    private const int PageSize = 100;
    private const string Events = "Alma events";
    private const string Matches = "Alma matches";
    private const string WorkflowId = "66f00000000000000000a001";

    // The text of a page, in which {0} stands for the items.
    private static readonly Dictionary<string, (SandboxService Service, string Page)> Lists = new()
    {
        ["Alma jobs"] = (SandboxService.Alma, """{"job":[{0}]}"""),
        ["Alma instances"] = (SandboxService.Alma, """{"job_instance":[{0}]}"""),
        [Events] = (SandboxService.Alma, """{"event":[{0}]}"""),
        [Matches] = (SandboxService.Alma, """{"match":[{0}]}"""),
        ["Xplenty jobs"] = (SandboxService.Xplenty, "[{0}]"),
        ["Alteryx jobs"] = (SandboxService.Alteryx, "[{0}]"),
        ["Alteryx queue"] = (SandboxService.Alteryx, """{"data":[{0}]}"""),
    };

    public static TheoryData<string> EachList => [.. Lists.Keys];

    public static TheoryData<string, int> EachAlmaListAndTotal =>
        new(Lists.Where(list => list.Value.Service == SandboxService.Alma).SelectMany(list => new[] { (list.Key, 0), (list.Key, -1) }));

    [Theory]
    [MemberData(nameof(EachList))]
    public async Task A_page_of_nulls_ends_the_list_with_one_error(string list)
    {
        InjectPage(list, Enumerable.Repeat("null", PageSize));

        (JobServiceException? error, int items, int requests) = await ListAsync(list);

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error?.Kind);
        Assert.Equal(0, items);
        Assert.Equal(1, requests);
    }

    [Theory]
    [MemberData(nameof(EachList))]
    public async Task Pages_of_items_without_ids_end_the_list_with_one_error(string list)
    {
        InjectPage(list, Enumerable.Repeat("""{"name":"x"}""", PageSize));

        (JobServiceException? error, int items, int requests) = await ListAsync(list);

        // Events and matches need no ids, so only the second page has nothing new.
        bool needsIds = list is not (Events or Matches);
        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error?.Kind);
        Assert.Equal(needsIds ? 0 : PageSize, items);
        Assert.Equal(needsIds ? 1 : 2, requests);
    }

    [Theory]
    [MemberData(nameof(EachList))]
    public async Task The_same_page_again_ends_the_list_with_one_error(string list)
    {
        InjectPage(list, Enumerable.Range(1000, PageSize).Select(id => $$"""{"id":"{{id}}"}"""));

        (JobServiceException? error, int items, int requests) = await ListAsync(list);

        Assert.Equal(JobServiceErrorKind.UnexpectedResponse, error?.Kind);
        Assert.Equal(PageSize, items);

        // The jobs of Alteryx have no times, so eight of them are read by their ids to check the order.
        bool isOrderChecked = list.StartsWith("Alteryx", StringComparison.Ordinal);
        Assert.Equal(isOrderChecked ? 10 : 2, requests);
    }

    [Theory]
    [InlineData("Alma jobs", "Alma jobs")]
    [InlineData("Alma instances", "Instances of Alma job M50173")]
    [InlineData("Xplenty jobs", "Xplenty jobs")]
    [InlineData("Alteryx jobs", "Jobs of Alteryx workflow 66f00000000000000000a001")]
    [InlineData("Alteryx queue", "Alteryx queue")]
    public async Task Items_without_an_id_are_left_out_with_a_warning(string list, string subject)
    {
        InjectPage(list, ["""{"name":"x"}""", """{"id":"5"}"""], count: 1);

        Assert.Equal((null, 1, 1), await ListAsync(list));

        Assert.Equal([$"{subject}: one item of the list has no id and was left out."], Warnings);
        Warnings.Clear();
        InjectPage(
            list,
            ["null", """{"id":"5"}""", "{}", "5", "true", "\"x\"", """[{"id":"6"}]""", """{"id":""}""", """{"id":" \t"}""", """{"id":true}"""]);

        Assert.Equal((null, 1, 2), await ListAsync(list));

        Assert.Equal([$"{subject}: 9 items of the list have no id and were left out."], Warnings);
    }

    [Theory]
    [MemberData(nameof(EachAlmaListAndTotal))]
    public async Task A_full_page_continues_although_the_total_is_wrong(string list, int total)
    {
        IEnumerable<string> items = Enumerable.Range(1000, PageSize + 1).Select(id => $$"""{"id":"{{id}}"}""");
        foreach (IEnumerable<string> page in items.Chunk(PageSize))
        {
            InjectPage(list, page, total, count: 1);
        }

        (JobServiceException? error, int received, int requests) = await ListAsync(list);

        Assert.Null(error);
        Assert.Equal(PageSize + 1, received);
        Assert.Equal(2, requests);
    }

    private void InjectPage(string list, IEnumerable<string> items, int? total = null, int count = Fault.UntilRemoved)
    {
        (SandboxService service, string page) = Lists[list];
        string body = page.Replace("{0}", string.Join(',', items), StringComparison.Ordinal);
        InjectResponse(
            PathOf(service),
            200,
            total is null ? body : $$"""{"total_record_count":{{total}},{{body[1..]}}""",
            count: count);
    }

    private async Task<(JobServiceException? Error, int Items, int Requests)> ListAsync(string list)
    {
        int items = 0;
        ListReceiver<T> Count<T>() => new(page => items += page.Count);
        try
        {
            await WithTimeout(list switch
            {
                "Alma jobs" => Alma().ListJobsAsync(new AlmaJobQuery(), null, ListRange.All, Count<AlmaJob>(), Call),
                "Alma instances" => Alma().ListInstancesAsync(
                    AlmaJobId, new AlmaInstanceQuery(), ListRange.All, Count<AlmaJobInstance>(), Call),
                Events => Alma().ListEventsAsync(AlmaJobId, AlmaInstanceId, ListRange.All, Count<AlmaJobEvent>(), Call),
                Matches => Alma().ListMatchesAsync(
                    AlmaJobId, AlmaInstanceId, "SINGLE_MATCHES", ListRange.All, Count<AlmaJobMatch>(), Call),
                "Xplenty jobs" => Xplenty().ListJobsAsync(new XplentyJobQuery(), ListRange.All, Count<XplentyJob>(), Call),
                "Alteryx jobs" => Alteryx().ListJobsAsync(
                    new AlteryxJobQuery { WorkflowId = WorkflowId, WorkflowName = "Known" }, ListRange.All, Count<AlteryxJob>(), Call),
                _ => Alteryx().ListJobsAsync(new AlteryxJobQuery(), ListRange.All, Count<AlteryxJob>(), Call),
            });
            return (null, items, CountRequests(PathOf(Lists[list].Service)));
        }
        catch (JobServiceException error)
        {
            return (error, items, CountRequests(PathOf(Lists[list].Service)));
        }
    }
}
