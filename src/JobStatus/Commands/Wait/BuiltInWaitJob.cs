using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace JobStatus.Commands;

/// <summary>
/// PowerShell's own Wait-Job, run as a part of this one's pipeline: it gets what this one got, and what it writes is
/// what this one writes.
/// </summary>
internal sealed class BuiltInWaitJob : IDisposable
{
    private const string Name = @"Microsoft.PowerShell.Core\Wait-Job";
    private const string ErrorVariable = "ErrorVariable";

    // What this one does with all that it writes; done twice, a variable would get everything twice.
    private static readonly string[] ParametersOfOutput = ["OutVariable", "OutBuffer", "PipelineVariable"];

    // What goes past this one.
    private static readonly string[] ParametersOfOtherStreams = [ErrorVariable, "WarningVariable", "InformationVariable"];

    private readonly PSCmdlet _cmdlet;
    private readonly IDictionary _parameters;
    private readonly List<object> _output = [];
    private SteppablePipeline? _pipeline;

    /// <param name="cmdlet">The cmdlet in whose place it works.</param>
    /// <param name="parameters">The parameters that were given on the command line.</param>
    public BuiltInWaitJob(PSCmdlet cmdlet, IDictionary parameters)
    {
        _cmdlet = cmdlet;
        _parameters = parameters;
        Array.ForEach(ParametersOfOutput, parameters.Remove);
        foreach (string parameter in ParametersOfOtherStreams)
        {
            // This one has emptied the variable by now; both add to it.
            if (parameters[parameter] is string variable)
            {
                parameters[parameter] = "+" + variable.TrimStart('+');
            }
        }
    }

    /// <summary>Starts its deadline. Without this call the first job does.</summary>
    public void Begin()
    {
        if (_pipeline is not null)
        {
            return;
        }

        // Made without any script: it stands where the user's command stands, for errors and for preferences, and it
        // needs no permission to run scripts.
        IScriptExtent position = Position(_cmdlet.MyInvocation);
        CommandAst wait = Command(position, BuiltIn(), _parameters);
        CommandAst collect = Command(position, new CmdletInfo("Add-Output", typeof(OutputCollector)), new Hashtable { [nameof(OutputCollector.Output)] = _output });
        var statement = new PipelineAst(position, [wait, collect]);
        var script = new ScriptBlockAst(position, paramBlock: null, new StatementBlockAst(position, [statement], traps: null), isFilter: false);
        _pipeline = script.GetScriptBlock().GetSteppablePipeline(_cmdlet.MyInvocation.CommandOrigin);
        Run(() => _pipeline.Begin(_cmdlet));
    }

    /// <summary>
    /// Hands over what the current object of the pipeline was bound to. Without a pipeline the parameters of the
    /// command line are all there is, and the call only says that it is time.
    /// </summary>
    public void Process(string parameter, object value)
    {
        Begin();
        var input = new PSObject();
        input.Properties.Add(new PSNoteProperty(parameter, value));
        Run(() => _pipeline!.Process(input));
    }

    /// <summary>Waits.</summary>
    public void End()
    {
        Begin();
        Run(() => _pipeline!.End());

        // Not written from within: there a pipeline that has seen enough would look like a failure.
        _output.ForEach(_cmdlet.WriteObject);
    }

    public void Dispose() => _pipeline?.Dispose();

    private void Run(Action step)
    {
        try
        {
            step();
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            // What ends the one ends the other, and both put it into the variable.
            if (_parameters[ErrorVariable] is string variable && _cmdlet.SessionState.PSVariable.GetValue(variable.TrimStart('+')) is IList { Count: > 0 } errors)
            {
                errors.RemoveAt(errors.Count - 1);
            }

            throw;
        }
    }

    // A session may be made without it.
    private CommandInfo BuiltIn() =>
        _cmdlet.InvokeCommand.GetCommand(Name, CommandTypes.Cmdlet) ?? new CmdletInfo("Wait-Job", typeof(Microsoft.PowerShell.Commands.WaitJobCommand));

    private static CommandAst Command(IScriptExtent position, CommandInfo command, IDictionary parameters) => new(
        position,
        [
            new ConstantExpressionAst(position, command),
            .. parameters.Cast<DictionaryEntry>().Select(parameter =>
                new CommandParameterAst(position, (string)parameter.Key, new ConstantExpressionAst(position, parameter.Value), position)),
        ],
        TokenKind.Unknown,
        redirections: null);

    // PowerShell tells nobody where exactly a command begins and ends. Without that an error still shows the line.
    private static IScriptExtent Position(InvocationInfo invocation) =>
        invocation.DisplayScriptPosition
        ?? (IScriptExtent?)typeof(InvocationInfo).GetProperty("ScriptPosition", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(invocation)
        ?? LineOf(invocation);

    private static ScriptExtent LineOf(InvocationInfo invocation)
    {
        var start = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, invocation.OffsetInLine, invocation.Line);
        return new ScriptExtent(start, start);
    }

    /// <summary>Takes what comes through the pipeline.</summary>
    private sealed class OutputCollector : PSCmdlet
    {
        [Parameter]
        public List<object> Output { get; set; } = [];

        [Parameter(ValueFromPipeline = true)]
        public object? InputObject { get; set; }

        protected override void ProcessRecord() => Output.Add(InputObject!);
    }
}
