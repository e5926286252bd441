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

/// <summary>Starts an Alteryx Server job, which runs a workflow. The request is never retried.</summary>
[Cmdlet(
    VerbsLifecycle.Start,
    "AlteryxJob",
    DefaultParameterSetName = ById,
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "Start-AlteryxJob.md")]
[OutputType(typeof(AlteryxJob))]
public sealed class StartAlteryxJobCommand : ItemCommand
{
    private const string ById = "Id";
    private const string ByName = "Name";

    /// <summary>The id of the workflow to run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(AlteryxWorkflowCompleter))]
    [JobIdArgument(Service = "Alteryx", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string WorkflowId { get; set; } = string.Empty;

    /// <summary>The name of the workflow to run. Wildcards are supported, but only one workflow may match.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(AlteryxWorkflowNameCompleter))]
    [NameArgument(nameof(WorkflowId))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Workflow { get; set; } = string.Empty;

    /// <summary>
    /// The answers to the workflow's questions, by name. An answer to a question that the workflow does not have is an
    /// error, and nothing is started.
    /// </summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(AlteryxQuestionCompleter))]
    [Alias("Questions")]
    [NamedValuesArgument]
    [ValidateNotNull]
    public IDictionary Question { get; set; } = new Hashtable();

    /// <summary>The priority of the job.</summary>
    [Parameter]
    [ValidateSet("Default", "Low", "Medium", "High", "Critical")]
    public string? Priority { get; set; }

    /// <summary>The tag of the workers that can run the job.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkerTag { get; set; }

    /// <summary>The id of the credential that the workflow runs with.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AlteryxCredentialCompleter))]
    [JobIdArgument(Service = "Alteryx")]
    [ValidateNotNullOrEmpty]
    public string? CredentialId { get; set; }

    /// <summary>Returns the newest unfinished job of the workflow instead of starting another one, if there is such a job.</summary>
    [Parameter]
    public SwitchParameter OrAttach { get; set; }

    private protected override string ServiceName => "Alteryx";

    /// <summary>Starts the job.</summary>
    private protected override void ProcessItem()
    {
        if (ParameterSetName == ById)
        {
            if (FindDefinitionIds(WorkflowId).FirstOrDefault() is { } id && FindClient<AlteryxClient>(id) is { } client)
            {
                StartOrAttach(client, id, FindName(id));
            }
        }
        else if (FindClient<AlteryxClient>(Workflow) is { } client)
        {
            Start(client, Workflow, async call =>
            {
                AlteryxWorkflow workflow = NameSearch.FindOne(
                    ServiceName,
                    "Alteryx workflows",
                    Workflow,
                    await client.GetWorkflowsAsync(name: null, call).ConfigureAwait(false),
                    static workflow => workflow.Name,
                    static workflow => workflow.WorkflowId);
                Pump.Post(() => StartOrAttach(client, workflow.WorkflowId, workflow.Name));
            });
        }
    }

    // Runs on the pipeline thread.
    private void StartOrAttach(AlteryxClient client, string workflow, string? name)
    {
        var run = new AlteryxRunRequest(workflow)
        {
            WorkflowName = name,
            Questions = ConvertParameters(GetAnswers),
            Priority = Priority,
            WorkerTag = WorkerTag,
            CredentialId = CredentialId,
        };
        if (!OrAttach)
        {
            CheckAndStart(client, run);
            return;
        }

        Start(client, workflow, async call =>
        {
            if (await client.FindUnfinishedJobAsync(workflow, name, call).ConfigureAwait(false) is { } job)
            {
                call.Verbose($"Alteryx workflow {workflow} was not started, because its job {job.Id} has not finished.");
                PostObject(job);
                return;
            }

            Pump.Post(() => CheckAndStart(client, run));
        });
    }

    private void CheckAndStart(AlteryxClient client, AlteryxRunRequest run)
    {
        if (run.Questions.Count == 0)
        {
            Start(client, run);
            return;
        }

        // -WhatIf also checks the questions, so that it does not show a start that would be rejected.
        Start(client, run.WorkflowId, async call =>
        {
            await CheckQuestionsAsync(client, run, call).ConfigureAwait(false);
            Pump.Post(() => Start(client, run));
        });
    }

    private void Start(AlteryxClient client, AlteryxRunRequest run)
    {
        if (ShouldProcess($"Alteryx workflow {run.WorkflowId}", $"Start with {run}"))
        {
            Start(client, run.WorkflowId, async call => PostObject(await client.StartJobAsync(run, call).ConfigureAwait(false)));
        }
    }

    // The name that a piped workflow, or an earlier job of the workflow, has.
    private string? FindName(string workflow) => PipedObject switch
    {
        AlteryxWorkflow piped when piped.WorkflowId == workflow => piped.Name,
        AlteryxJob piped when piped.WorkflowId == workflow => piped.Name,
        _ => null,
    };

    private static async Task CheckQuestionsAsync(AlteryxClient client, AlteryxRunRequest run, CallContext call)
    {
        IReadOnlyList<AlteryxWorkflowQuestion> questions = await client.GetQuestionsAsync(run.WorkflowId, call).ConfigureAwait(false);
        string[] unknown = run.Questions.Keys.Where(name => questions.All(question => question.Name != name)).ToArray();
        if (unknown.Length > 0)
        {
            string names = string.Join("' or '", unknown);
            string known = string.Join(", ", questions.Select(question => question.Name));
            string advice = questions.Count == 0
                ? "The workflow has no questions. Omit -Question."
                : $"Use the exact names of the workflow's questions: {known}.";
            throw new JobServiceException(
                "Alteryx",
                JobServiceErrorKind.InvalidRequest,
                $"Alteryx workflow {run.WorkflowId} was not started, because it has no question named '{names}'.",
                advice);
        }
    }

    // Several answers to one question are sent as one string.
    private Dictionary<string, string?> GetAnswers() => NamedValues.From(ServiceName, Question).ToDictionary(
        answer => answer.Key,
        answer => (string?)string.Join(
            ",",
            (answer.Value as List<object?> ?? [answer.Value]).Select(value => NamedValues.ToText(ServiceName, answer.Key, value))));
}
