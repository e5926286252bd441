using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using Xunit;

namespace JobStatus.Services.Tests.Lists;

public sealed class PagingTests
{
    private const int LargestPage = 10;

    private readonly List<(long Offset, int Limit)> _asked = [];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    [InlineData(11, 2)]
    [InlineData(25, 3)]
    public async Task Without_a_total_the_list_ends_with_a_page_that_is_not_full(int length, int pages)
    {
        Receiver received = await ReadAsync(ListRange.All, length, tellsTotal: false);

        Assert.Equal(Enumerable.Range(0, length), received.Items);
        Assert.Equal(pages, _asked.Count);
        Assert.Null(received.Total);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(20, 2)]
    public async Task With_a_total_no_page_is_asked_for_in_vain(int length, int pages)
    {
        Receiver received = await ReadAsync(ListRange.All, length, tellsTotal: true);

        Assert.Equal(Enumerable.Range(0, length), received.Items);
        Assert.Equal(pages, _asked.Count);
        Assert.Equal(length, received.Total);
    }

    [Fact]
    public async Task No_more_is_asked_for_than_is_wanted()
    {
        Receiver received = await ReadAsync(new ListRange(3, 12), 100, tellsTotal: true);

        Assert.Equal(Enumerable.Range(3, 12), received.Items);
        Assert.Equal([(3, 10), (13, 2)], _asked);
    }

    [Fact]
    public async Task Who_wants_no_item_still_learns_the_total()
    {
        Receiver received = await ReadAsync(new ListRange(0, 0), 7, tellsTotal: true);

        Assert.Empty(received.Items);
        Assert.Equal(7, received.Total);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task What_comes_again_since_the_list_shifted_is_dropped()
    {
        Receiver received = new();
        await Paging.ReadAsync(
            ListRange.All,
            LargestPage,
            (offset, limit) =>
            {
                // A new item came to the front after the first page.
                int shift = _asked.Count == 0 ? 0 : 1;
                _asked.Add((offset, limit));
                return Task.FromResult(new ListPage<int>([.. Enumerable.Range((int)offset - shift, 25 + shift - (int)offset).Take(limit)]));
            },
            static item => $"{item}",
            received);

        Assert.Equal(Enumerable.Range(0, 25), received.Items);
    }

    [Theory]
    [InlineData(LargestPage, null)]
    [InlineData(LargestPage, long.MaxValue)]
    [InlineData(3 * LargestPage, null)]
    public async Task A_service_that_gives_the_same_page_for_ever_is_not_asked_for_ever(int size, long? total)
    {
        Receiver received = new();
        await Paging.ReadAsync(
            ListRange.All,
            LargestPage,
            (offset, limit) =>
            {
                _asked.Add((offset, limit));
                return Task.FromResult(new ListPage<int>([.. Enumerable.Range(0, size)], total));
            },
            static item => $"{item}",
            received);

        Assert.Equal(Enumerable.Range(0, size), received.Items);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task What_is_filtered_here_is_skipped_and_counted_after_the_filter()
    {
        Receiver received = await ReadAsync(new ListRange(2, 3), 40, tellsTotal: true, item => item % 5 == 0);

        Assert.Equal([10, 15, 20], received.Items);
        Assert.Null(received.Total);
    }

    [Fact]
    public async Task The_next_page_waits_until_the_last_was_dealt_with()
    {
        TaskCompletionSource dealtWith = new();
        Receiver received = new() { DealtWith = dealtWith.Task };
        Task reading = ReadAsync(ListRange.All, 15, tellsTotal: true, receiver: received);

        Assert.Single(_asked);
        dealtWith.SetResult();
        await reading;
        Assert.Equal(2, _asked.Count);
    }

    private async Task<Receiver> ReadAsync(ListRange range, int length, bool tellsTotal, Func<int, bool>? isWanted = null, Receiver? receiver = null)
    {
        receiver ??= new Receiver();
        await Paging.ReadAsync(
            range,
            LargestPage,
            (offset, limit) =>
            {
                _asked.Add((offset, limit));
                return Task.FromResult(new ListPage<int>([.. Enumerable.Range(0, length).Skip((int)offset).Take(limit)], tellsTotal ? length : null));
            },
            static item => $"{item}",
            receiver,
            isWanted);
        return receiver;
    }

    private sealed class Receiver : IListReceiver<int>
    {
        public List<int> Items { get; } = [];

        public long? Total { get; private set; }

        public Task DealtWith { get; init; } = Task.CompletedTask;

        public void OnTotal(long total) => Total = total;

        public Task OnItemsAsync(IReadOnlyList<int> items)
        {
            Items.AddRange(items);
            return DealtWith;
        }
    }
}
