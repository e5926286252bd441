using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Xplenty;

namespace JobStatus.Completion;

/// <summary>Completes the output ids of the Xplenty job that the command specifies.</summary>
internal sealed class XplentyOutputCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        request.Value("Id") is { } id && request.FindConnection("Xplenty", mayOpen: true) is { } connection
            ? GetCached(connection, id).Where(request.Matches).Select(CompletionText.CreateIdResult)
            : [];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<CompletionCandidate> GetCached(JobStatusConnection connection, string id) =>
        connection.ReadForCompletion<XplentyClient, CompletionCandidate>(
            $"outputs {id}",
            (client, call) => RequestAsync(client, id, call));

    private static async Task<IReadOnlyList<CompletionCandidate>> RequestAsync(XplentyClient client, string id, CallContext call) =>
        [.. (await client.GetJobAsync(id, call).ConfigureAwait(false)).Outputs
            .Where(output => output.Id is not null)
            .Select(output => new CompletionCandidate(output.Id!.Value.ToString(CultureInfo.InvariantCulture), output.Name))];
}
