using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Sandbox.Faults;
using JobStatus.Services.Alma;
using JobStatus.Services.Lists;
using JobStatus.Services.Tests.Lists;
using Xunit;

namespace JobStatus.Services.Tests.Alma;

/// <summary>Tests how members are added to sets and removed from them.</summary>
public sealed class AlmaSetMemberTests : ServiceTest
{
    private const int MaxRequestsPerInvalidId = 11;

    private readonly List<string> _rejected = [];
    private readonly List<string?> _codes = [];
    private int _accepted;

    [Fact]
    public async Task A_piece_of_valid_ids_takes_one_request()
    {
        AlmaSet set = await CreateAsync();
        AlmaSet? changed = await AddAsync(set, Ids(1000));
        Assert.Equal(1000, changed!.NumberOfMembers);
        Assert.Equal(1000, _accepted);
        Assert.Equal(1, PostCount);
        Assert.Equal(Ids(1000), await MembersOfAsync(set));
    }

    [Fact]
    public async Task An_invalid_id_at_any_position_takes_at_most_11_more_requests_and_loses_no_other_id()
    {
        for (int position = 0; position < 1000; position += 37)
        {
            AlmaSet set = await CreateAsync($"Position {position}");
            string[] ids = Ids(1000);
            ids[position] = "unknown";
            await AddAsync(set, ids);
            Assert.InRange(PostCount, 1, 1 + MaxRequestsPerInvalidId);
            Assert.Equal(["unknown"], _rejected);
            Assert.Equal(ids.Where(static id => id != "unknown"), await MembersOfAsync(set));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 1, 2, 3)]
    [InlineData(0, 2, 4, 6)]
    [InlineData(0, 999)]
    [InlineData(1, 2, 500, 998, 999)]
    [InlineData(499, 500, 501, 502, 503)]
    public async Task Each_of_several_invalid_ids_takes_at_most_11_more_requests(params int[] positions)
    {
        AlmaSet set = await CreateAsync();
        string[] ids = Ids(1000);
        foreach (int position in positions)
        {
            ids[position] = $"unknown{position}";
        }

        await AddAsync(set, ids);
        Assert.InRange(PostCount, 1, 1 + (positions.Length * MaxRequestsPerInvalidId));
        Assert.Equal(positions.Select(static position => $"unknown{position}"), _rejected);
        Assert.Equal(ids.Except(_rejected), await MembersOfAsync(set));
        Assert.Equal(1000, _accepted + _rejected.Count);
    }

    [Fact]
    public async Task Ids_that_are_all_in_the_set_already_take_about_one_request_each()
    {
        AlmaSet set = await CreateAsync();
        await AddAsync(set, Ids(900));
        await AddAsync(set, Ids(900));
        Assert.InRange(PostCount, 900, 920);
        Assert.Equal(Ids(900), _rejected);
        Assert.Equal(Ids(900), await MembersOfAsync(set));
    }

    [Fact]
    public async Task The_second_of_two_equal_ids_is_rejected()
    {
        AlmaSet set = await CreateAsync();
        await AddAsync(set, ["a", "b", "a", "c"]);
        Assert.Equal(["a"], _rejected);
        Assert.Equal(["a", "b", "c"], await MembersOfAsync(set));
    }

    [Fact]
    public async Task An_error_has_the_code_for_its_own_id()
    {
        AlmaSet set = await CreateAsync();
        await AddAsync(set, ["a"]);
        await AddAsync(set, ["b", "a", "c", "unknown", "d", "d"]);
        Assert.Equal(["a", "unknown", "d"], _rejected);
        Assert.Equal(["60115", "60116", "60119"], _codes);
        Assert.Equal(["a", "b", "c", "d"], await MembersOfAsync(set));
    }

    [Fact]
    public async Task Members_are_removed_except_those_that_are_not_in_the_set()
    {
        AlmaSet set = await CreateAsync();
        await AddAsync(set, Ids(1000));
        string[] ids = [.. Ids(600), "absent", .. Ids(1000)[600..900]];
        Reset();
        await Client().RemoveMembersAsync(set.SetId, ids, null, OnAccepted, OnRejected, Call);
        Assert.InRange(PostCount, 1, 1 + MaxRequestsPerInvalidId);
        Assert.Equal(["absent"], _rejected);
        Assert.Equal(["60117"], _codes);
        Assert.Equal(Ids(1000)[900..], await MembersOfAsync(set));
    }

    [Fact]
    public async Task A_lost_response_is_not_followed_by_another_request()
    {
        AlmaSet set = await CreateAsync();
        Server.InjectFault(new Fault { Path = "/almaws/v1/conf/sets", Method = "POST", Kind = FaultKind.Reset, Count = 1 });
        JobServiceException error = await GetErrorAsync(AddAsync(set, Ids(1000)));
        Assert.True(error.MayHaveBeenAccepted);
        Assert.Equal(JobServiceErrorKind.ServiceUnavailable, error.Kind);
        Assert.Equal(1, PostCount);
        Assert.Equal(0, _accepted);
    }

    [Fact]
    public async Task An_error_while_an_invalid_id_is_isolated_says_how_many_members_were_not_added()
    {
        AlmaSet set = await CreateAsync();
        Server.InjectFault(new Fault
        {
            Path = "/almaws/v1/conf/sets", Method = "POST", Kind = FaultKind.Reset, Count = 1, Skip = 1,
        });
        JobServiceException error = await GetErrorAsync(AddAsync(set, [.. Ids(4), "unknown", .. Ids(9)[5..]]));
        Assert.StartsWith($"Adding 4 members, Alma set {set.SetId}: the connection", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            $"The next 5 members were not added to Alma set {set.SetId}. The service may still have accepted the request. "
                + "Before you send it again, check the members of the set.",
            error.Message,
            StringComparison.Ordinal);
        Assert.True(error.MayHaveBeenAccepted);
    }

    [Fact]
    public async Task A_response_about_another_set_is_an_error()
    {
        AlmaSet set = await CreateAsync();
        InjectResponse("/almaws/v1/conf/sets/", 200, """{ "id": "901", "name": "Other" }""");
        JobServiceException error = await GetErrorAsync(AddAsync(set, Ids(1000)));
        Assert.Equal((JobServiceErrorKind.UnexpectedResponse, true), (error.Kind, error.MayHaveBeenAccepted));
        Assert.StartsWith(
            $"Adding 1,000 members, Alma set {set.SetId}: the response from 127.0.0.1 is for 901, which is another set.",
            error.Message,
            StringComparison.Ordinal);
        Assert.Equal(0, _accepted);
    }

    [Fact]
    public async Task After_an_error_with_a_pause_the_next_request_is_sent_when_the_pause_ends()
    {
        AlmaSet set = await CreateAsync();
        AlmaClient client = Alma(retries: 4);
        InjectResponse("/almaws/v1/conf/sets/", 429, "{}", count: 1, retryAfter: "100");
        Reset();
        await GetErrorAsync(client.AddMembersAsync(set.SetId, ["a"], null, OnAccepted, OnRejected, Call));
        Task<AlmaSet?> next = client.AddMembersAsync(set.SetId, ["b"], null, OnAccepted, OnRejected, Call);
        TimeSpan delay = await WithTimeout(Clock.WhenTimerAsync(static left => left < NoTimeout, Token));
        Assert.Equal(TimeSpan.FromSeconds(100), delay);
        Assert.Equal(1, PostCount);
        Clock.Advance(delay);
        await WithTimeout(next);
        Assert.Equal(["b"], await MembersOfAsync(set));
    }

    [Theory]
    [InlineData("60112")]
    [InlineData("60118")]
    [InlineData("402119")]
    public async Task An_error_that_is_not_about_one_id_fails_the_whole_piece(string code)
    {
        AlmaSet set = await CreateAsync();
        string body = """{ "errorsExist": true, "errorList": { "error": [{ "errorCode": "CODE" }] } }""";
        InjectResponse("/almaws/v1/conf/sets/", 400, body.Replace("CODE", code, StringComparison.Ordinal));
        JobServiceException error = await GetErrorAsync(AddAsync(set, Ids(1000)));
        Assert.Equal(code, error.ErrorCode);
        Assert.Equal(1, PostCount);
        Assert.Empty(_rejected);
    }

    [Fact]
    public async Task Members_of_an_unknown_set_are_an_error()
    {
        JobServiceException error = await GetErrorAsync(AddAsync(new AlmaSet { Id = "1" }, Ids(3)));
        Assert.Equal(JobServiceErrorKind.JobNotFound, error.Kind);
        Assert.Equal("60107", error.ErrorCode);
    }

    private int PostCount => Server.Requests.Count(static request => request.Method == "POST");

    // The clock stands still, so a rate limit would stop the test. At most 1,000 requests are sent without a delay.
    private AlmaClient Client() => Track(new AlmaClient(
        new ConnectionOptions(ConnectionName, Server.BaseUri)
        {
            Time = Clock, MaximumRetryCount = 0, Timeout = NoTimeout, RequestsPerSecond = 1_000_000,
        },
        SecureStrings.From("sandbox-alma-key")));

    private static string[] Ids(int count) => [.. Enumerable.Range(1, count).Select(static number => $"user{number}")];

    private async Task<AlmaSet> CreateAsync(string name = "Night") => await Client().CreateSetAsync(new AlmaNewSet(name, "USER"), Call);

    private Task<AlmaSet?> AddAsync(AlmaSet set, string[] ids)
    {
        Reset();
        return Client().AddMembersAsync(set.SetId, ids, null, OnAccepted, OnRejected, Call);
    }

    private async Task<IEnumerable<string>> MembersOfAsync(AlmaSet set)
    {
        var members = new ListReceiver<AlmaSetMember>();
        await Client().ListSetMembersAsync(set.SetId, ListRange.All, members, Call);
        return members.Items.Select(static member => member.MemberId);
    }

    private void Reset()
    {
        _accepted = 0;
        _rejected.Clear();
        _codes.Clear();
        Server.ClearRequests();
    }

    private void OnAccepted(int count) => _accepted += count;

    private void OnRejected(string id, JobServiceException error)
    {
        _rejected.Add(id);
        _codes.Add(error.ErrorCode);
    }
}
