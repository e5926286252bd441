using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Downloads;
using Xunit;

namespace JobStatus.Services.Tests.Downloads;

public sealed class AtomicMoveTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    // Nothing in the process coordinates the threads, so this also applies to processes.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Exactly_one_of_several_concurrent_moves_gets_the_name(bool hasHardLinks)
    {
        const int Rounds = 200;
        string[] movers = ["a", "b", "c", "d"];
        List<string>[] winners = [.. Enumerable.Range(0, Rounds).Select(_ => new List<string>())];
        using Barrier barrier = new(movers.Length);
        Thread[] threads =
        [
            .. movers.Select(mover => new Thread(() =>
            {
                for (int round = 0; round < Rounds; round++)
                {
                    string source = PathOf($"{round}.{mover}");
                    File.WriteAllText(source, mover);
                    barrier.SignalAndWait();
                    string target = PathOf($"{round}");
                    if (hasHardLinks ? AtomicMove.TryMove(source, target) : AtomicMove.TryMoveWithoutLink(source, target))
                    {
                        lock (winners)
                        {
                            winners[round].Add(mover);
                        }
                    }
                }
            })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        for (int round = 0; round < Rounds; round++)
        {
            Assert.Equal(File.ReadAllText(PathOf($"{round}")), Assert.Single(winners[round]));
        }
    }

    [Fact]
    public async Task The_file_never_disappears_while_it_is_replaced()
    {
        string target = PathOf("target");
        await File.WriteAllTextAsync(target, "0", TestContext.Current.CancellationToken);
        using CancellationTokenSource stop = new();
        TaskCompletionSource started = new();
        Task<int> watcher = Task.Run(
            () =>
            {
                int missing = 0;
                while (!stop.IsCancellationRequested)
                {
                    missing += File.Exists(target) ? 0 : 1;
                    started.TrySetResult();
                }

                return missing;
            },
            TestContext.Current.CancellationToken);
        await started.Task;

        for (int i = 1; i <= 2000; i++)
        {
            string source = PathOf("source");
            await File.WriteAllTextAsync(source, $"{i}", TestContext.Current.CancellationToken);
            AtomicMove.Replace(source, target);
        }

        await stop.CancelAsync();
        Assert.Equal(0, await watcher);
        Assert.Equal("2000", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_is_kept()
    {
        string source = PathOf("source");
        File.WriteAllText(source, "new");
        string target = Directory.CreateDirectory(PathOf("target")).FullName;

        Assert.Throws<IOException>(() => AtomicMove.Replace(source, target));

        Assert.True(Directory.Exists(target));
        Assert.Equal("new", File.ReadAllText(source));
    }

    [Fact]
    public void A_name_that_cannot_be_used_is_an_error_and_not_a_taken_name()
    {
        string source = PathOf("source");
        File.WriteAllText(source, "new");

        Assert.ThrowsAny<IOException>(() => AtomicMove.TryMove(source, Path.Combine(_folder.FullName, "missing", "target")));
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
