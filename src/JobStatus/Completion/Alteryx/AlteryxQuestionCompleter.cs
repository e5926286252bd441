using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alteryx;

namespace JobStatus.Completion;

/// <summary>Completes a hashtable with the questions of an Alteryx workflow.</summary>
internal sealed class AlteryxQuestionCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        request.Value("WorkflowId") is { } workflow && request.FindConnection("Alteryx", mayOpen: true) is { } connection
            ? HashtableTemplate.CreateResults(request, GetCached(connection, workflow))
            : [];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<HashtableTemplate.Entry> GetCached(JobStatusConnection connection, string workflow) =>
        connection.ReadForCompletion<AlteryxClient, HashtableTemplate.Entry>(
            $"questions {workflow}",
            (client, call) => RequestAsync(client, workflow, call));

    private static async Task<IReadOnlyList<HashtableTemplate.Entry>> RequestAsync(
        AlteryxClient client,
        string workflow,
        CallContext call) =>
        [.. (await client.GetQuestionsAsync(workflow, call).ConfigureAwait(false))
            .Select(question => new HashtableTemplate.Entry(question.Name, question.Value, Describe(question)))];

    private static string? Describe(AlteryxWorkflowQuestion question)
    {
        string? text = DisplayText.OneLine(question.Description) ?? DisplayText.OneLine(question.Name);
        return question.Items.Count == 0
            ? text
            : $"{text}: {string.Join(", ", question.Items.Select(item => DisplayText.OneLine(item.Key)))}";
    }
}
