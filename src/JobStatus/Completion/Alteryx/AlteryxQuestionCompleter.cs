using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Alteryx;

namespace JobStatus.Completion;

/// <summary>Offers the questions of a workflow on an Alteryx Server, to be answered.</summary>
internal sealed class AlteryxQuestionCompleter : Completer
{
    protected override IEnumerable<CompletionResult> Complete(CompletionRequest request) =>
        request.Value("WorkflowId") is { } workflow && request.FindConnection("Alteryx", toAsk: true) is { } connection
            ? TemplateText.Offer(request, Ask(connection, workflow))
            : [];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<TemplateText.Slot> Ask(JobStatusConnection connection, string workflow) =>
        connection.Answers.Get($"questions {workflow}", call => AskAsync((AlteryxClient)connection.Client, workflow, call));

    private static async Task<IReadOnlyList<TemplateText.Slot>> AskAsync(AlteryxClient client, string workflow, CallContext call) =>
        [.. (await client.GetQuestionsAsync(workflow, call).ConfigureAwait(false))
            .Select(question => new TemplateText.Slot(question.Name, question.Value, About(question)))];

    private static string? About(AlteryxWorkflowQuestion question)
    {
        string? text = DisplayText.OneLine(question.Description) ?? DisplayText.OneLine(question.Name);
        return question.Items.Count == 0 ? text : $"{text}: {string.Join(", ", question.Items.Select(item => DisplayText.OneLine(item.Key)))}";
    }
}
