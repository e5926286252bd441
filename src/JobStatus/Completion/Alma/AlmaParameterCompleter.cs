using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alma;

namespace JobStatus.Completion;

/// <summary>Offers the parameters of an Alma job, to be filled in.</summary>
internal sealed class AlmaParameterCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        request.Value("JobId") is { } job && request.FindConnection("Alma", toAsk: true) is { } connection
            ? TemplateText.Offer(request, Ask(connection, job))
            : [];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<TemplateText.Slot> Ask(JobStatusConnection connection, string job) =>
        connection.Answers.Get($"parameters {job}", call => AskAsync((AlmaClient)connection.Client, job, call));

    private static async Task<IReadOnlyList<TemplateText.Slot>> AskAsync(AlmaClient client, string job, CallContext call) =>
        [.. (await client.GetJobAsync(job, call).ConfigureAwait(false)).Parameters
            .Select(parameter => new TemplateText.Slot(parameter.Name?.Value, parameter.Value, parameter.Name?.Description))];
}
