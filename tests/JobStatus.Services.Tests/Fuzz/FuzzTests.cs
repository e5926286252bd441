using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Tests;
using Xunit;

namespace JobStatus.Services.Tests.Fuzz;

/// <summary>
/// Tests that mutated responses cause no exception except <see cref="JobServiceException"/>, within limits on time and
/// memory. No other test runs at the same time, because a response is read on several threads, so that the memory is measured
/// for the whole process.
/// </summary>
[Collection(nameof(ProcessMeasurements))]
public sealed class FuzzTests
{
    private const int DefaultCount = 2000;
    private const long MaxMemory = 64 * 1024 * 1024;

    private static readonly Uri ClosedPort = new("http://127.0.0.1:9");
    private static readonly TimeSpan HangTimeout = TimeSpan.FromMinutes(1);

    private long _done;

    [Fact]
    public async Task A_mutated_response_causes_at_most_a_JobServiceException()
    {
        long count = Setting("JOBSTATUS_FUZZ_COUNT") ?? DefaultCount;
        int seed = (int)(Setting("JOBSTATUS_FUZZ_SEED") ?? Random.Shared.Next());
        string description = $"{count:N0} mutated responses with JOBSTATUS_FUZZ_SEED={seed}";
        Figures.Report(description);
        FuzzCorpus corpus = await FuzzCorpus.RecordAsync(TestContext.Current.CancellationToken);

        Task run = Task.Run(() => RunAsync(corpus, seed, count), TestContext.Current.CancellationToken);
        for (long before = -1; !run.IsCompleted && before < Volatile.Read(ref _done);)
        {
            before = Volatile.Read(ref _done);
            await Task.WhenAny(run, Task.Delay(HangTimeout, TestContext.Current.CancellationToken));
        }

        Assert.True(run.IsCompleted, $"The test hangs at response {_done}; JOBSTATUS_FUZZ_SEED={seed}.");
        await run;
    }

    private static long? Setting(string name) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : null;

    private async Task RunAsync(FuzzCorpus corpus, int seed, long count)
    {
        FakeClock clock = new();
        using MutatingTransport transport = new(corpus);
        using FuzzClients clients = new(() => transport, ClosedPort, clock);
        IReadOnlyList<string> calls = corpus.Calls;
        for (long i = 0; i < count; i++)
        {
            // Each response has its own seed, so that it can be reproduced.
            Random random = new(DeriveSeed(seed, i));
            string call = calls[random.Next(calls.Count)];
            transport.Begin(call, random);

            // The time ends a pause that the previous response requested, and the second in which the rate limit counts.
            clock.Advance(2);
            FuzzCorpus.Documents.TryGetValue(call, out Func<string, IEnumerable<object?>>? readDocument);
            string document = readDocument is not null
                ? Encoding.UTF8.GetString(corpus.Mutator.Mutate(corpus.Pick(call, random).Body, random))
                : "";
            long allocated = GC.GetTotalAllocatedBytes();
            try
            {
                if (readDocument is not null)
                {
                    ReadAllProperties(readDocument(document));
                }
                else if (call == MutatingTransport.TokenCall)
                {
                    // Only a client without a token requests one.
                    using FuzzClients newClients = new(() => transport, ClosedPort, clock);
                    ReadAllProperties(await newClients.Calls.All["Alteryx job"]());
                }
                else
                {
                    ReadAllProperties(await clients.Calls.All[call]());
                }
            }
            catch (JobServiceException error)
            {
                Assert.NotEmpty(error.Message);
            }
            catch (Exception exception)
            {
                Assert.Fail($"{call}, response {i} of JOBSTATUS_FUZZ_SEED={seed}: {exception}\n{document}\n{transport.Transcript}");
            }

            allocated = GC.GetTotalAllocatedBytes() - allocated - transport.Allocated;
            Assert.True(
                allocated < MaxMemory,
                $"{call}, response {i} of JOBSTATUS_FUZZ_SEED={seed}: " +
                $"{allocated:N0} bytes were allocated for {transport.Bytes:N0} bytes of responses.");
            Volatile.Write(ref _done, i + 1);
        }
    }

    private static int DeriveSeed(int seed, long number) =>
        unchecked((int)((((ulong)seed * 0x9E3779B97F4A7C15) ^ ((ulong)number * 0xBF58476D1CE4E5B9)) >> 17));

    private static void ReadAllProperties(IEnumerable<object?> read)
    {
        foreach (object? one in read)
        {
            _ = one?.ToString();
            _ = ObjectDump.Lines(one);
        }
    }
}
