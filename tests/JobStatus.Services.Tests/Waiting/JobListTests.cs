using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;
using Xunit;

namespace JobStatus.Services.Tests.Waiting;

/// <summary>Tests which pages of a list a wait reads.</summary>
public sealed class JobListTests
{
    private const int FullPage = 100;

    [Theory]

    // A page is written as the first id and the number of items.
    [InlineData("1", false, 10, "0+100 100+100 200+50", 1, true)]
    [InlineData("1 150", false, 10, "0+100 100+100 200+50", 2, true)]
    [InlineData("1 999", false, 10, "0+100 100+100 200+50", 3, true)]
    [InlineData("1 999", false, 2, "0+100 100+100 200+50", 2, false)]
    [InlineData("1 999", true, 10, "0+100 100+100 200+50", 2, false)]
    [InlineData("1 150 999", true, 10, "0+100 100+100 200+50 300+0", 3, true)]
    [InlineData("999", true, 10, "0+100 100+100", 1, false)]
    [InlineData("999", false, 10, "0+50", 1, true)]
    [InlineData("999", false, 10, "0+0", 1, true)]
    public async Task A_list_is_read_until_the_wanted_jobs_are_found_or_cannot_follow(
        string wanted, bool stopsAtUnrelatedPage, int maxPages, string pages, int requests, bool isReadToEnd)
    {
        RecordedList list = new(pages, stopsAtUnrelatedPage);
        List<string> items = [];

        int read = await ReadAsync(list, wanted, maxPages, items);

        Assert.Equal(requests, read);
        Assert.Equal(Enumerable.Range(0, requests).Select(page => (long)(page * FullPage)), list.Offsets);
        Assert.Equal(list.Sizes.Take(requests).Sum(), items.Count);
        Assert.Equal(isReadToEnd ? AbsenceMeaning.Gone : AbsenceMeaning.Unknown, list.MeaningOfAbsence("x"));
        Assert.Equal(isReadToEnd, list.WasReadToEnd);
        Assert.Equal(wanted.Split(' '), list.Wanted);
    }

    [Fact]
    public async Task A_list_that_can_contain_no_more_wanted_jobs_counts_as_read_to_its_end()
    {
        RecordedList list = new("0+100 100+100", stopsAtUnrelatedPage: false) { PastWantedFrom = "100" };

        Assert.Equal(2, await ReadAsync(list, "999", 10));
        Assert.Equal(AbsenceMeaning.Gone, list.MeaningOfAbsence("999"));
    }

    [Fact]
    public async Task A_list_that_ignores_its_query_is_not_read_to_its_end()
    {
        RecordedList list = new("0+100 100+100", stopsAtUnrelatedPage: false) { UnusableFrom = "100" };

        Assert.Equal(2, await ReadAsync(list, "999", 10));
        Assert.Equal(AbsenceMeaning.Unknown, list.MeaningOfAbsence("999"));
        Assert.False(list.WasReadToEnd);
    }

    [Fact]
    public async Task A_list_whose_last_read_failed_was_not_read_to_its_end()
    {
        RecordedList list = new("0+50", stopsAtUnrelatedPage: false);
        await ReadAsync(list, "1", 10);
        Assert.Equal(AbsenceMeaning.Gone, list.MeaningOfAbsence("1"));

        list.Fails = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(list, "1", 10));

        Assert.Equal(AbsenceMeaning.Unknown, list.MeaningOfAbsence("1"));
    }

    [Fact]
    public async Task By_default_the_pages_of_a_list_decide_nothing()
    {
        PlainJobList list = new(
            (offset, _) => Task.FromResult(RecordedList.CreatePage((int)offset, FullPage)), stopsAtUnrelatedPage: false);

        Assert.Equal(3, await ReadAsync(list, "999", 3));
        Assert.Equal(AbsenceMeaning.Unknown, list.MeaningOfAbsence("999"));
    }

    private static Task<int> ReadAsync(JobList list, string wanted, int maxPages, List<string>? items = null) => list.ReadAsync(
        wanted.Split(' ').ToDictionary(id => id, _ => (RemoteJob?)null),
        maxPages,
        job => items?.Add(job.Id),
        new CallContext(TestContext.Current.CancellationToken));

    private sealed class RecordedList(string pages, bool stopsAtUnrelatedPage) : JobList(stopsAtUnrelatedPage)
    {
        private readonly (int First, int Count)[] _pages =
            [.. pages.Split(' ').Select(page => page.Split('+')).Select(parts => (Number(parts[0]), Number(parts[1])))];

        public IEnumerable<int> Sizes => _pages.Select(page => page.Count);

        public List<long> Offsets { get; } = [];

        public IEnumerable<string> Wanted { get; private set; } = [];

        public bool WasReadToEnd { get; private set; }

        public string? PastWantedFrom { get; init; }

        public string? UnusableFrom { get; init; }

        public bool Fails { get; set; }

        private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

        public static ListPage<RemoteJob> CreatePage(int first, int count) =>
            new([.. Enumerable.Range(first, count).Select(number => new XplentyJob { Id = $"{number}", Status = "running" })]);

        protected override void Start(IReadOnlyDictionary<string, RemoteJob?> wanted) => Wanted = wanted.Keys;

        protected override Task<ListPage<RemoteJob>> ReadPageAsync(long offset, CallContext call)
        {
            if (Fails)
            {
                throw new InvalidOperationException();
            }

            (int first, int count) = _pages[Offsets.Count];
            Offsets.Add(offset);
            return Task.FromResult(CreatePage(first, count));
        }

        protected override bool IsPastWanted(IReadOnlyList<RemoteJob> page) => page.Any(job => job.Id == PastWantedFrom);

        protected override bool IsUnusable(IReadOnlyList<RemoteJob> page) => page.Any(job => job.Id == UnusableFrom);

        protected override void OnReadToEnd() => WasReadToEnd = true;
    }
}
