using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using Xunit;

namespace JobStatus.Services.Tests.Lists;

public sealed class PagingTests
{
    private const int MaxPageSize = 10;
    private const int NoId = -1;

    private readonly List<(long Offset, int Limit)> _requests = [];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    [InlineData(11, 2)]
    [InlineData(25, 3)]
    public async Task Without_a_total_the_list_ends_with_the_first_incomplete_page(int length, int pages)
    {
        ListReceiver<int> receiver = await ReadAsync(ListRange.All, length, reportsTotal: false);

        Assert.Equal(Enumerable.Range(0, length), receiver.Items);
        Assert.Equal(pages, _requests.Count);
        Assert.Null(receiver.Total);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(20, 2)]
    public async Task With_a_total_no_unnecessary_page_is_requested(int length, int pages)
    {
        ListReceiver<int> receiver = await ReadAsync(ListRange.All, length, reportsTotal: true);

        Assert.Equal(Enumerable.Range(0, length), receiver.Items);
        Assert.Equal(pages, _requests.Count);
        Assert.Equal(length, receiver.Total);
    }

    [Fact]
    public async Task No_more_items_are_requested_than_wanted()
    {
        ListReceiver<int> receiver = await ReadAsync(new ListRange(3, 12), 100, reportsTotal: true);

        Assert.Equal(Enumerable.Range(3, 12), receiver.Items);
        Assert.Equal([(3, 10), (13, 2)], _requests);
    }

    [Fact]
    public async Task The_total_is_reported_even_if_no_items_are_wanted()
    {
        ListReceiver<int> receiver = await ReadAsync(new ListRange(0, 0), 7, reportsTotal: true);

        Assert.Empty(receiver.Items);
        Assert.Equal(7, receiver.Total);
        Assert.Single(_requests);
    }

    [Fact]
    public async Task Items_that_appear_again_because_the_list_shifted_are_dropped()
    {
        ListReceiver<int> receiver = new();
        await Paging.ReadAsync(
            ListRange.All,
            MaxPageSize,
            (offset, limit) =>
            {
                // A new item was inserted at the beginning after the first page.
                int shift = _requests.Count == 0 ? 0 : 1;
                _requests.Add((offset, limit));
                return Task.FromResult(
                    new ListPage<int>([.. Enumerable.Range((int)offset - shift, 25 + shift - (int)offset).Take(limit)]));
            },
            IdOf,
            receiver);

        Assert.Equal(Enumerable.Range(0, 25), receiver.Items);
    }

    [Fact]
    public async Task A_list_that_shifts_to_a_last_page_without_new_items_ends_without_an_error()
    {
        // There was no second page until a new item was inserted at the beginning.
        ListReceiver<int> receiver = await ReadPagesAsync(
            new ListPage<int>([.. Enumerable.Range(0, MaxPageSize)]),
            new ListPage<int>([MaxPageSize - 1]));

        Assert.Equal(Enumerable.Range(0, MaxPageSize), receiver.Items);
    }

    [Theory]
    [InlineData(MaxPageSize, null)]
    [InlineData(MaxPageSize, 0L)]
    [InlineData(MaxPageSize, -1L)]
    [InlineData(MaxPageSize, 2L * MaxPageSize)]
    [InlineData(MaxPageSize, long.MaxValue)]
    [InlineData(MaxPageSize / 2, long.MaxValue)]
    [InlineData(3 * MaxPageSize, null)]
    public async Task A_page_that_is_returned_again_makes_the_list_incomplete(int size, long? total)
    {
        ListReceiver<int> receiver = new();
        bool isComplete = await ReadPagesAsync(receiver, new ListPage<int>([.. Enumerable.Range(0, size)], total));

        Assert.False(isComplete);
        Assert.Equal(Enumerable.Range(0, size), receiver.Items);
        Assert.Equal(2, _requests.Count);
    }

    [Theory]
    [InlineData(MaxPageSize, null)]
    [InlineData(MaxPageSize, 0L)]
    [InlineData(MaxPageSize, long.MaxValue)]
    [InlineData(3, null)]
    [InlineData(3, 3L)]
    public async Task A_page_whose_items_cannot_be_used_makes_the_list_incomplete(int received, long? total)
    {
        ListReceiver<int> receiver = new();
        bool isComplete = await ReadPagesAsync(receiver, new ListPage<int>([], total, received));

        Assert.False(isComplete);
        Assert.Empty(receiver.Items);
        Assert.Single(_requests);
    }

    [Fact]
    public async Task A_page_without_ids_that_is_returned_again_makes_the_list_incomplete()
    {
        ListReceiver<int> receiver = new();
        ListPage<int>[] pages =
        [
            new([.. Enumerable.Repeat(NoId, MaxPageSize)], fingerprint: "a"),
            new([.. Enumerable.Repeat(NoId, MaxPageSize)], fingerprint: "b"),
            new([.. Enumerable.Repeat(NoId, MaxPageSize)], fingerprint: "a"),
        ];

        Assert.False(await ReadPagesAsync(receiver, pages));

        Assert.Equal(2 * MaxPageSize, receiver.Items.Count);
        Assert.Equal(3, _requests.Count);
    }

    [Fact]
    public async Task A_page_without_new_items_is_no_error_if_no_more_items_are_wanted()
    {
        ListReceiver<int> receiver = new();
        await Paging.ReadAsync(
            new ListRange(0, 0),
            MaxPageSize,
            static (_, _) => Task.FromResult(new ListPage<int>([], 7, 1)),
            IdOf,
            receiver);

        Assert.Equal(7, receiver.Total);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(MaxPageSize - 1L)]
    public async Task A_total_that_is_too_small_does_not_end_the_list_after_a_full_page(long total)
    {
        ListReceiver<int> receiver = await ReadPagesAsync(
            new ListPage<int>([.. Enumerable.Range(0, MaxPageSize)], total),
            new ListPage<int>([.. Enumerable.Range(MaxPageSize, MaxPageSize)], total),
            new ListPage<int>([2 * MaxPageSize], total));

        Assert.Equal(Enumerable.Range(0, (2 * MaxPageSize) + 1), receiver.Items);
        Assert.Null(receiver.Total);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    public async Task An_empty_page_ends_the_list(long total)
    {
        ListReceiver<int> receiver = await ReadPagesAsync(
            new ListPage<int>([.. Enumerable.Range(0, MaxPageSize)], total),
            new ListPage<int>([], total));

        Assert.Equal(Enumerable.Range(0, MaxPageSize), receiver.Items);
    }

    [Theory]
    [InlineData(MaxPageSize, 25)]
    [InlineData(MaxPageSize / 2, 25)]
    [InlineData(0, 1_000_000)]
    public async Task An_empty_page_before_the_total_is_reached_makes_the_list_incomplete(int received, long total)
    {
        ListReceiver<int> receiver = new();
        bool isComplete = await ReadPagesAsync(
            receiver,
            new ListPage<int>([.. Enumerable.Range(0, received)], total),
            new ListPage<int>([], total));

        Assert.False(isComplete);
        Assert.Equal(Enumerable.Range(0, received), receiver.Items);
    }

    [Fact]
    public async Task An_empty_page_ends_the_list_if_the_total_shrank_or_the_service_reports_no_next_page()
    {
        await ReadPagesAsync(
            new ListPage<int>([.. Enumerable.Range(0, MaxPageSize)], 25),
            new ListPage<int>([], MaxPageSize - 1));
        _requests.Clear();
        await ReadPagesAsync(
            new ListPage<int>([.. Enumerable.Range(0, MaxPageSize)], 25) { HasNext = true },
            new ListPage<int>([], 25) { HasNext = false });
    }

    [Fact]
    public async Task An_empty_page_behind_the_end_of_the_list_is_no_error()
    {
        ListReceiver<int> receiver = await ReadAsync(new ListRange(100, 5), 7, reportsTotal: true);

        Assert.Empty(receiver.Items);
    }

    [Fact]
    public async Task With_a_local_filter_skip_and_first_apply_to_the_filtered_items()
    {
        ListReceiver<int> receiver = await ReadAsync(new ListRange(2, 3), 40, reportsTotal: true, item => item % 5 == 0);

        Assert.Equal([10, 15, 20], receiver.Items);
        Assert.Null(receiver.Total);
    }

    [Fact]
    public async Task The_next_page_is_requested_only_after_the_previous_page_was_processed()
    {
        TaskCompletionSource processed = new();
        ListReceiver<int> receiver = new() { Processed = processed.Task };
        Task read = ReadAsync(ListRange.All, 15, reportsTotal: true, receiver: receiver);

        Assert.Single(_requests);
        processed.SetResult();
        await read;
        Assert.Equal(2, _requests.Count);
    }

    private async Task<ListReceiver<int>> ReadAsync(
        ListRange range, int length, bool reportsTotal, Func<int, bool>? isWanted = null, ListReceiver<int>? receiver = null)
    {
        receiver ??= new ListReceiver<int>();
        await Paging.ReadAsync(
            range,
            MaxPageSize,
            (offset, limit) =>
            {
                _requests.Add((offset, limit));
                return Task.FromResult(
                    new ListPage<int>([.. Enumerable.Range(0, length).Skip((int)offset).Take(limit)], reportsTotal ? length : null));
            },
            IdOf,
            receiver,
            isWanted);
        return receiver;
    }

    private async Task<ListReceiver<int>> ReadPagesAsync(params ListPage<int>[] pages)
    {
        ListReceiver<int> receiver = new();
        Assert.True(await ReadPagesAsync(receiver, pages));
        Assert.Equal(pages.Length, _requests.Count);
        return receiver;
    }

    /// <summary>Reads these pages and returns whether the list was complete. The last page is returned again and again.</summary>
    private Task<bool> ReadPagesAsync(ListReceiver<int> receiver, params ListPage<int>[] pages) =>
        Paging.ReadAsync(
            ListRange.All,
            MaxPageSize,
            (offset, limit) =>
            {
                _requests.Add((offset, limit));
                return Task.FromResult(pages[Math.Min(_requests.Count, pages.Length) - 1]);
            },
            IdOf,
            receiver);

    private static string? IdOf(int item) => item == NoId ? null : $"{item}";
}
