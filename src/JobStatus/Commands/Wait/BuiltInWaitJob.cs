using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace JobStatus.Commands;

/// <summary>
/// PowerShell's own Wait-Job, run as a part of this one's pipeline: it gets what this one got, and what it writes is
/// what this one writes.
/// </summary>
internal sealed class BuiltInWaitJob : IDisposable
{
    private const string Name = @"Microsoft.PowerShell.Core\Wait-Job";

    private readonly PSCmdlet _cmdlet;
    private readonly Hashtable _parameters;
    private readonly List<PSObject> _input = [];
    private SteppablePipeline? _pipeline;

    /// <param name="cmdlet">The cmdlet in whose place it works.</param>
    /// <param name="parameters">The parameters that were given on the command line.</param>
    public BuiltInWaitJob(PSCmdlet cmdlet, Hashtable parameters)
    {
        _cmdlet = cmdlet;
        _parameters = parameters;
    }

    public void Begin()
    {
        // A session that allows no script of ours has it run once, at the end.
        if (_cmdlet.SessionState.LanguageMode == PSLanguageMode.FullLanguage)
        {
            // PowerShell shows errors where the user's command stands only if a script asks for the pipeline.
            var steppable = ScriptBlock.Create($"param($parameters, $origin) {{ {Name} @parameters }}.GetSteppablePipeline($origin)");
            _pipeline = (SteppablePipeline)PSObject.AsPSObject(steppable.InvokeReturnAsIs(_parameters, _cmdlet.MyInvocation.CommandOrigin)).BaseObject;
            _pipeline.Begin(_cmdlet);
        }
    }

    /// <summary>
    /// Hands over what the current object of the pipeline was bound to. Without a pipeline the parameters of the
    /// command line are all there is, and the call only says that it is time.
    /// </summary>
    public void Process(string parameter, object value)
    {
        var input = new PSObject();
        input.Properties.Add(new PSNoteProperty(parameter, value));
        if (_pipeline is null)
        {
            _input.Add(input);
        }
        else
        {
            _pipeline.Process(input);
        }
    }

    /// <summary>Waits.</summary>
    public void End()
    {
        if (_pipeline is not null)
        {
            _pipeline.End();
        }
        else if (!_cmdlet.MyInvocation.ExpectingInput || _input.Count > 0)
        {
            RunNested();
        }
    }

    public void Dispose() => _pipeline?.Dispose();

    private void RunNested()
    {
        using var nested = PowerShell.Create(RunspaceMode.CurrentRunspace);
        nested.AddCommand(Name).AddParameters(_parameters);
        IEnumerable<PSObject> input = _cmdlet.MyInvocation.ExpectingInput ? _input : [];
        foreach (PSObject job in nested.Invoke(input))
        {
            _cmdlet.WriteObject(job);
        }

        foreach (WarningRecord warning in nested.Streams.Warning)
        {
            _cmdlet.WriteWarning(warning.Message);
        }

        foreach (ErrorRecord error in nested.Streams.Error)
        {
            _cmdlet.WriteError(error);
        }
    }}
