using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alteryx;

namespace JobStatus.Completion;

/// <summary>Completes the ids of the Alteryx credentials that the user may use. A part of a user name is also possible.</summary>
internal sealed class AlteryxCredentialCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        request.FindConnection("Alteryx", mayOpen: true) is { } connection
            ? GetCached(connection)
                .Where(candidate => CompletionText.IsSafe(candidate.Id) && request.Matches(candidate))
                .Select(CompletionText.CreateIdResult)
            : [];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<CompletionCandidate> GetCached(JobStatusConnection connection) =>
        connection.ReadForCompletion<AlteryxClient, CompletionCandidate>("credentials", RequestAsync);

    private static async Task<IReadOnlyList<CompletionCandidate>> RequestAsync(AlteryxClient client, CallContext call) =>
        [.. (await client.GetCredentialsAsync(call).ConfigureAwait(false))
            .Select(credential => new CompletionCandidate(credential.Id, credential.UserName))];
}
