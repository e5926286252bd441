using System;
using System.Management.Automation;
using JobStatus.Pipeline;

namespace JobStatus.Commands;

/// <summary>Writes to the streams of a cmdlet, on the pipeline thread.</summary>
internal sealed class CmdletStreams : IWaitStreams
{
    private readonly PSCmdlet _cmdlet;
    private readonly PipelinePump _pump;

    public CmdletStreams(PSCmdlet cmdlet, PipelinePump pump)
    {
        _cmdlet = cmdlet;
        _pump = pump;
    }

    // PowerShell shows no progress bar if another program or a file receives the output.
    public bool ShowsProgress { get; } = !Console.IsOutputRedirected;

    public void Post(Action write) => _pump.Post(write);

    public void WriteObject(object value)
    {
        PipelineVariableMarks.Mark(_cmdlet, value);
        _cmdlet.WriteObject(value);
    }

    public void WriteError(ErrorRecord error) => _cmdlet.WriteError(error);

    public void WriteWarning(string text) => _cmdlet.WriteWarning(text);

    public void WriteVerbose(string text) => _cmdlet.WriteVerbose(text);

    public void WriteDebug(string text) => _cmdlet.WriteDebug(text);

    public void WriteInformation(string text, string[] tags) => _cmdlet.WriteInformation(text, tags);

    public void WriteProgress(ProgressRecord progress) => _cmdlet.WriteProgress(progress);
}
