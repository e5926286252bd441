using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alteryx;

namespace JobStatus.Completion;

/// <summary>The outputs of the Alteryx job that stands in the command.</summary>
internal static class AlteryxOutputs
{
    public static IReadOnlyList<AlteryxJobOutput> Of(CompletionRequest request) =>
        request.Value("Id") is { } id && request.FindConnection("Alteryx", toAsk: true) is { } connection
            ? Ask(connection, id)
            : [];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<AlteryxJobOutput> Ask(JobStatusConnection connection, string id) =>
        connection.Answers.Get($"outputs {id}", call => AskAsync((AlteryxClient)connection.Client, id, call));

    private static async Task<IReadOnlyList<AlteryxJobOutput>> AskAsync(AlteryxClient client, string id, CallContext call) =>
        (await client.GetJobAsync(id, includeMessages: false, call).ConfigureAwait(false)).Outputs;
}
