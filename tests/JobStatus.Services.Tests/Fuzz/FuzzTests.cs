using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Alma;
using JobStatus.Tests;
using Xunit;

namespace JobStatus.Services.Tests.Fuzz;

/// <summary>Whatever a service answers, nothing but an error of the module comes of it, soon, and without much memory.</summary>
public sealed class FuzzTests
{
    private const int UsualCount = 2000;
    private const long MostMemory = 64 * 1024 * 1024;

    private static readonly Uri Nowhere = new("http://127.0.0.1:9");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private long _done;

    [Fact]
    public async Task Mutated_answers_bring_nothing_worse_than_an_error_of_the_module()
    {
        long count = Setting("JOBSTATUS_FUZZ_COUNT") ?? UsualCount;
        int seed = (int)(Setting("JOBSTATUS_FUZZ_SEED") ?? Random.Shared.Next());
        string told = $"{count:N0} mutated answers with JOBSTATUS_FUZZ_SEED={seed}";
        Figures.Report(told);
        FuzzCorpus corpus = await FuzzCorpus.RecordAsync(TestContext.Current.CancellationToken);

        Task run = Task.Run(() => RunAsync(corpus, seed, count), TestContext.Current.CancellationToken);
        for (long before = -1; !run.IsCompleted && before < Volatile.Read(ref _done);)
        {
            before = Volatile.Read(ref _done);
            await Task.WhenAny(run, Task.Delay(Patience, TestContext.Current.CancellationToken));
        }

        Assert.True(run.IsCompleted, $"Answer {_done} never comes to an end; JOBSTATUS_FUZZ_SEED={seed}.");
        await run;
    }

    private static long? Setting(string name) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    private async Task RunAsync(FuzzCorpus corpus, int seed, long count)
    {
        FakeClock clock = new();
        using MutatedTransport transport = new(corpus);
        using FuzzClients clients = new(() => transport, Nowhere, clock);
        IReadOnlyList<string> calls = corpus.Calls;
        for (long i = 0; i < count; i++)
        {
            // A number of its own, so that any answer can be had again.
            Random random = new(SeedOf(seed, i));
            string call = calls[random.Next(calls.Count)];
            transport.Begin(call, random);

            // What the answer before asked to wait has passed, and so has the second that takes so many requests.
            clock.Advance(2);
            string document = call == FuzzCorpus.Document
                ? Encoding.UTF8.GetString(corpus.Mutator.Mutate(corpus.Pick(call, random).Body, random))
                : "";
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                if (call == FuzzCorpus.Document)
                {
                    Look(AlmaClient.ReadDocument(document));
                }
                else if (call == MutatedTransport.TokenCall)
                {
                    // Only who has no token yet asks for one.
                    using FuzzClients others = new(() => transport, Nowhere, clock);
                    Look(await others.Calls.All["Alteryx job"]());
                }
                else
                {
                    Look(await clients.Calls.All[call]());
                }
            }
            catch (JobServiceException error)
            {
                Assert.NotEmpty(error.Message);
            }
            catch (Exception exception)
            {
                Assert.Fail($"{call}, answer {i} of JOBSTATUS_FUZZ_SEED={seed}: {exception}\n{document}\n{transport.Told}");
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated - transport.Allocated;
            Assert.True(allocated < MostMemory, $"{call}, answer {i} of JOBSTATUS_FUZZ_SEED={seed}: {allocated:N0} bytes for {transport.Bytes:N0}.");
            Volatile.Write(ref _done, i + 1);
        }
    }

    private static int SeedOf(int seed, long number) =>
        unchecked((int)((((ulong)seed * 0x9E3779B97F4A7C15) ^ ((ulong)number * 0xBF58476D1CE4E5B9)) >> 17));

    // All that can be seen of what was read.
    private static void Look(IEnumerable<object?> read)
    {
        foreach (object? one in read)
        {
            _ = one?.ToString();
            _ = Deep.Lines(one);
        }
    }
}
