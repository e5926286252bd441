using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Xplenty;

namespace JobStatus.Completion;

/// <summary>Completes the number of an output of the Xplenty job that stands in the command.</summary>
internal sealed class XplentyOutputCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        request.Value("Id") is { } id && request.FindConnection("Xplenty", toAsk: true) is { } connection
            ? Ask(connection, id).Where(request.Means).Select(CompletionText.OfferId)
            : [];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<Choice> Ask(JobStatusConnection connection, string id) =>
        connection.Answers.Get($"outputs {id}", call => AskAsync((XplentyClient)connection.Client, id, call));

    private static async Task<IReadOnlyList<Choice>> AskAsync(XplentyClient client, string id, CallContext call) =>
        [.. (await client.GetJobAsync(id, call).ConfigureAwait(false)).Outputs
            .Where(output => output.Id is not null)
            .Select(output => new Choice(output.Id!.Value.ToString(CultureInfo.InvariantCulture), output.Name))];
}
