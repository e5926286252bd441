using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace JobStatus.Commands;

/// <summary>
/// Runs PowerShell's built-in Wait-Job in a steppable pipeline, with the parameters and the pipeline input of this
/// module's Wait-Job, and writes its output.
/// </summary>
internal sealed class BuiltInWaitJob : IDisposable
{
    private const string Name = @"Microsoft.PowerShell.Core\Wait-Job";
    private const string ErrorVariable = "ErrorVariable";

    // This module's cmdlet applies these to everything that it writes, including the output of the built-in cmdlet.
    // Passing them on would apply them twice.
    private static readonly string[] OutputParameters = ["OutVariable", "OutBuffer", "PipelineVariable"];

    // The built-in cmdlet writes to these streams directly, so it needs the parameters too.
    private static readonly string[] StreamVariableParameters = [ErrorVariable, "WarningVariable", "InformationVariable"];

    private readonly PSCmdlet _cmdlet;
    private readonly IDictionary _parameters;
    private readonly List<object> _output = [];
    private SteppablePipeline? _pipeline;

    /// <param name="cmdlet">This module's cmdlet, which the user called.</param>
    /// <param name="parameters">The parameters that were bound on the command line.</param>
    public BuiltInWaitJob(PSCmdlet cmdlet, IDictionary parameters)
    {
        _cmdlet = cmdlet;
        _parameters = parameters;
        Array.ForEach(OutputParameters, parameters.Remove);
        foreach (string parameter in StreamVariableParameters)
        {
            // PowerShell has already cleared the variable for this module's cmdlet. Both cmdlets append to it.
            if (parameters[parameter] is string variable)
            {
                parameters[parameter] = "+" + variable.TrimStart('+');
            }
        }
    }

    /// <summary>Starts the built-in cmdlet and its timeout. Process and End start it if this method was not called.</summary>
    public void Begin()
    {
        if (_pipeline is not null)
        {
            return;
        }

        // The pipeline is built from syntax nodes instead of script text. They have the position of the user's command,
        // which error messages show, and they also work where running scripts is not allowed.
        IScriptExtent position = Position(_cmdlet.MyInvocation);
        CommandAst wait = Command(position, BuiltIn(), _parameters);
        CommandAst collect = Command(
            position,
            new CmdletInfo("Add-Output", typeof(OutputCollector)),
            new Hashtable { [nameof(OutputCollector.Output)] = _output });
        var statement = new PipelineAst(position, [wait, collect]);
        var script = new ScriptBlockAst(
            position,
            paramBlock: null,
            new StatementBlockAst(position, [statement], traps: null),
            isFilter: false);
        _pipeline = script.GetScriptBlock().GetSteppablePipeline(_cmdlet.MyInvocation.CommandOrigin);
        Run(() => _pipeline.Begin(_cmdlet));
    }

    /// <summary>
    /// Passes on the value that the current pipeline object was bound to. If the cmdlet has no pipeline input, the
    /// value was already passed as a parameter, and the call only runs the built-in cmdlet's ProcessRecord.
    /// </summary>
    public void Process(string parameter, object value)
    {
        Begin();
        var input = new PSObject();
        input.Properties.Add(new PSNoteProperty(parameter, value));
        Run(() => _pipeline!.Process(input));
    }

    /// <summary>Waits for the jobs and writes the output.</summary>
    public void End()
    {
        Begin();
        Run(() => _pipeline!.End());

        // The output is not written inside the steppable pipeline: there, a downstream command that stops the pipeline,
        // such as Select-Object -First, would look like a failure.
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
            // A terminating error passes through both cmdlets, and each of them adds it to the error variable.
            if (_parameters[ErrorVariable] is string variable
                && _cmdlet.SessionState.PSVariable.GetValue(variable.TrimStart('+')) is IList { Count: > 0 } errors)
            {
                errors.RemoveAt(errors.Count - 1);
            }

            throw;
        }
    }

    // A custom session might not contain the cmdlet.
    private CommandInfo BuiltIn() =>
        _cmdlet.InvokeCommand.GetCommand(Name, CommandTypes.Cmdlet)
        ?? new CmdletInfo("Wait-Job", typeof(Microsoft.PowerShell.Commands.WaitJobCommand));

    private static CommandAst Command(IScriptExtent position, CommandInfo command, IDictionary parameters) => new(
        position,
        [
            new ConstantExpressionAst(position, command),
            .. parameters.Cast<DictionaryEntry>().Select(parameter =>
                new CommandParameterAst(position, (string)parameter.Key, new ConstantExpressionAst(position, parameter.Value), position)),
        ],
        TokenKind.Unknown,
        redirections: null);

    // PowerShell does not publish the exact extent of a command. Without it, an error message still shows the line.
    private static IScriptExtent Position(InvocationInfo invocation) =>
        invocation.DisplayScriptPosition
        ?? (IScriptExtent?)typeof(InvocationInfo)
            .GetProperty("ScriptPosition", BindingFlags.Instance | BindingFlags.NonPublic)?
            .GetValue(invocation)
        ?? LineExtent(invocation);

    private static ScriptExtent LineExtent(InvocationInfo invocation)
    {
        var start = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, invocation.OffsetInLine, invocation.Line);
        return new ScriptExtent(start, start);
    }

    /// <summary>Collects the objects from the pipeline in a list.</summary>
    private sealed class OutputCollector : PSCmdlet
    {
        [Parameter]
        public List<object> Output { get; set; } = [];

        [Parameter(ValueFromPipeline = true)]
        public object? InputObject { get; set; }

        protected override void ProcessRecord() => Output.Add(InputObject!);
    }
}
