using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alma;

namespace JobStatus.Completion;

/// <summary>Completes a hashtable with the parameters of an Alma job.</summary>
internal sealed class AlmaParameterCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        request.Value("JobId") is { } job && request.FindConnection("Alma", mayOpen: true) is { } connection
            ? HashtableTemplate.CreateResults(request, GetCached(connection, job))
            : [];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<HashtableTemplate.Entry> GetCached(JobStatusConnection connection, string job) =>
        connection.ReadForCompletion<AlmaClient, HashtableTemplate.Entry>(
            $"parameters {job}",
            (client, call) => RequestAsync(client, job, call));

    private static async Task<IReadOnlyList<HashtableTemplate.Entry>> RequestAsync(AlmaClient client, string job, CallContext call) =>
        [.. (await client.GetJobAsync(job, call).ConfigureAwait(false)).Parameters
            .Select(parameter => new HashtableTemplate.Entry(parameter.Name?.Value, parameter.Value, parameter.Name?.Description))];
}
