using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alteryx;

namespace JobStatus.Completion;

/// <summary>Reads the outputs of the Alteryx job that a command specifies.</summary>
internal static class AlteryxOutputs
{
    public static IReadOnlyList<AlteryxJobOutput> Get(CompletionRequest request) =>
        request.Value("Id") is { } id && request.FindConnection("Alteryx", mayOpen: true) is { } connection
            ? GetCached(connection, id)
            : [];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<AlteryxJobOutput> GetCached(JobStatusConnection connection, string id) =>
        connection.ReadForCompletion<AlteryxClient, AlteryxJobOutput>(
            $"outputs {id}",
            (client, call) => RequestAsync(client, id, call));

    private static async Task<IReadOnlyList<AlteryxJobOutput>> RequestAsync(AlteryxClient client, string id, CallContext call) =>
        (await client.GetJobAsync(id, includeMessages: false, call).ConfigureAwait(false)).Outputs;
}
