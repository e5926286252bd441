using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Starts a run of an Alteryx workflow. It is sent once, whatever happens.</summary>
[Cmdlet(VerbsLifecycle.Start, "AlteryxJob", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Start-AlteryxJob.md")]
[OutputType(typeof(AlteryxJob))]
public sealed class StartAlteryxJobCommand : ConnectedCommand
{
    /// <summary>The workflow to run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlteryxWorkflowCompleter))]
    [ValidateNotNullOrEmpty]
    public string WorkflowId { get; set; } = string.Empty;

    /// <summary>Answers to the workflow's questions, by name. They are checked against the questions before anything is started.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(AlteryxQuestionCompleter))]
    [Alias("Questions")]
    [ValidateNotNull]
    public IDictionary Question { get; set; } = new Hashtable();

    /// <summary>How urgent it is.</summary>
    [Parameter]
    [ValidateSet("Default", "Low", "Medium", "High", "Critical")]
    public string? Priority { get; set; }

    /// <summary>The tag of the workers that may run it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkerTag { get; set; }

    /// <summary>The id of the credential to run as.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CredentialId { get; set; }

    private protected override string ServiceName => "Alteryx";

    /// <summary>Starts the run.</summary>
    protected override void ProcessRecord()
    {
        var run = new AlteryxRunRequest(WorkflowId)
        {
            Questions = OptionsOf(Answers),
            Priority = Priority,
            WorkerTag = WorkerTag,
            CredentialId = CredentialId,
        };
        if (ShouldProcess($"Alteryx workflow {WorkflowId}", $"Start {run}"))
        {
            Read(WorkflowId, async (client, call) => await StartAsync((AlteryxClient)client, run, call).ConfigureAwait(false));
        }
    }

    private static async Task<AlteryxJob> StartAsync(AlteryxClient client, AlteryxRunRequest run, CallContext call)
    {
        if (run.Questions.Count > 0)
        {
            IReadOnlyList<AlteryxWorkflowQuestion> questions = await client.GetQuestionsAsync(run.WorkflowId, call).ConfigureAwait(false);
            string[] unknown = run.Questions.Keys.Where(name => questions.All(question => question.Name != name)).ToArray();
            if (unknown.Length > 0)
            {
                string known = questions.Count == 0 ? "It has none." : $"It has: {string.Join(", ", questions.Select(question => question.Name))}.";
                throw new JobServiceException(
                    "Alteryx",
                    JobServiceErrorKind.InvalidRequest,
                    $"Alteryx workflow {run.WorkflowId} has no question named '{string.Join("', '", unknown)}', and was not started.",
                    $"Answer only the workflow's own questions, in their spelling. {known}");
            }
        }

        return await client.StartJobAsync(run, call).ConfigureAwait(false);
    }

    // Several answers to one question go as one text.
    private Dictionary<string, string?> Answers() => NamedValues.Of(ServiceName, Question).ToDictionary(
        answer => answer.Key,
        answer => (string?)string.Join(",", (answer.Value as List<object?> ?? [answer.Value]).Select(one => NamedValues.Text(ServiceName, answer.Key, one))));
}
