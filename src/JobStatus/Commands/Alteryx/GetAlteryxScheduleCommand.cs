using System;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Gets Alteryx Server schedules by id, or lists all schedules or those of a workflow.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "AlteryxSchedule",
    DefaultParameterSetName = InList,
    SupportsPaging = true,
    HelpUri = HelpPages.Root + "Get-AlteryxSchedule.md")]
[OutputType(typeof(AlteryxSchedule))]
public sealed class GetAlteryxScheduleCommand : ItemCommand
{
    private const string ById = "Id";
    private const string ByWorkflow = "Workflow";
    private const string InList = "List";

    private static readonly TimeSpan MaxWindow = TimeSpan.FromDays(3653);

    private bool _hasWorkflowArgument;

    /// <summary>The ids of the schedules. They are read concurrently and written as they arrive.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(AlteryxScheduleCompleter))]
    [JobIdArgument(Service = "Alteryx", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>The ids of workflows. Lists their schedules.</summary>
    // A piped schedule also has a workflow id, which can be null. The schedule's own id takes precedence.
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ById, DontShow = true)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByWorkflow)]
    [ArgumentCompleter(typeof(AlteryxWorkflowCompleter))]
    [JobIdArgument(Service = "Alteryx", AcceptsDefinitions = true)]
    [AllowNull]
    public string[]? WorkflowId { get; set; }

    /// <summary>Lists only schedules with these names. Wildcards are supported.</summary>
    [Parameter(ParameterSetName = ByWorkflow)]
    [Parameter(ParameterSetName = InList)]
    [ArgumentCompleter(typeof(AlteryxScheduleNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Lists only schedules with a run at this time or later. The default with -RunsBefore is the current time.</summary>
    [Parameter(ParameterSetName = ByWorkflow)]
    [Parameter(ParameterSetName = InList)]
    [TimeArgument]
    [ValidateNotNull]
    public DateTimeOffset? RunsAfter { get; set; }

    /// <summary>Lists only schedules with a run before this time. Required with -RunsAfter.</summary>
    [Parameter(ParameterSetName = ByWorkflow)]
    [Parameter(ParameterSetName = InList)]
    [TimeArgument]
    [ValidateNotNull]
    public DateTimeOffset? RunsBefore { get; set; }

    private protected override string ServiceName => "Alteryx";

    /// <summary>Rejects a window that is not valid.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (RunsBefore is not null)
        {
            RunsAfter ??= DateTimeOffset.UtcNow;
        }

        if (RunsAfter is not null && !(RunsAfter < RunsBefore))
        {
            ThrowInvalidRequest(
                ServiceName,
                RunsBefore is null ? "-RunsAfter requires -RunsBefore." : "-RunsBefore is not later than -RunsAfter.",
                "Specify the end of the time span with -RunsBefore.",
                RunsAfter);
        }

        if (RunsBefore - RunsAfter > MaxWindow)
        {
            ThrowInvalidRequest(
                ServiceName,
                "The time between -RunsAfter and -RunsBefore is more than ten years, and each 45 days take a request.",
                "Specify a shorter time span.",
                RunsAfter);
        }

        _hasWorkflowArgument = MyInvocation.BoundParameters.ContainsKey(nameof(WorkflowId));
    }

    /// <summary>Starts reading the schedules.</summary>
    private protected override void ProcessItem()
    {
        if (ParameterSetName == ById && _hasWorkflowArgument)
        {
            ThrowInvalidRequest(
                ServiceName,
                "-WorkflowId cannot be combined with the ids of schedules.",
                "Specify either the ids of schedules or -WorkflowId.",
                WorkflowId);
        }

        // A piped workflow has its id under both names, and a piped job has an id of its own.
        bool isDefinition = PipedObject is AlteryxJob || (Id.Length == 1 && WorkflowId?.Length == 1 && Id[0] == WorkflowId[0]);
        if (ParameterSetName == InList)
        {
            List(null);
        }
        else if (ParameterSetName == ByWorkflow || isDefinition)
        {
            foreach (string workflow in FindDefinitionIds(WorkflowId ?? [string.Empty]))
            {
                List(workflow);
            }
        }
        else
        {
            foreach (string id in Id)
            {
                Read(id);
            }
        }
    }

    private void Read(string idOrLink)
    {
        if (FindId(idOrLink, static (client, text) => ((AlteryxClient)client).GetScheduleId(text)) is { } id)
        {
            Read<AlteryxClient, AlteryxSchedule>(id, (client, call) => client.GetScheduleAsync(id, call));
        }
    }

    private void List(string? workflowId)
    {
        var names = new NamePatterns(Name);
        var query = new AlteryxScheduleQuery { WorkflowId = workflowId, RunsAfter = RunsAfter, RunsBefore = RunsBefore };
        ReadList<AlteryxClient, AlteryxSchedule>(workflowId, (client, list, call) =>
            client.ListSchedulesAsync(query, schedule => names.IsMatch(schedule.Name), list.Range, list, call));
    }
}
