# A PowerShell host with a terminal that records what is written to it, for the tests of what is drawn on a screen.
Set-StrictMode -Version Latest

Add-Type -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Threading;

public sealed class FakeTerminalHost : PSHost
{
    private readonly FakeTerminal _terminal;

    public FakeTerminalHost(FakeTerminal terminal) { _terminal = terminal; }

    public override string Name { get { return "FakeTerminalHost"; } }
    public override Version Version { get { return new Version(1, 0); } }
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override PSHostUserInterface UI { get { return _terminal; } }
    public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
    public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
    public override void EnterNestedPrompt() { throw new NotImplementedException(); }
    public override void ExitNestedPrompt() { throw new NotImplementedException(); }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }
}

public sealed class FakeTerminal : PSHostUserInterface
{
    private readonly FakeWindow _window = new FakeWindow();
    private readonly List<string> _written = new List<string>();
    private readonly bool _hasEscapes;

    public FakeTerminal(bool hasEscapes, params Size[] sizes)
    {
        _hasEscapes = hasEscapes;
        _window.Sizes = new Queue<Size>(sizes);
    }

    // What is written is also appended to this file.
    public string Log;

    // Signaled after this many writes.
    public int SignalAfter = int.MaxValue;
    public readonly ManualResetEventSlim Signal = new ManualResetEventSlim();

    public string[] Written { get { lock (_written) { return _written.ToArray(); } } }

    public override bool SupportsVirtualTerminal { get { return _hasEscapes; } }
    public override PSHostRawUserInterface RawUI { get { return _window; } }

    public override void Write(string value)
    {
        lock (_written)
        {
            _written.Add(value);
            if (Log != null) { System.IO.File.AppendAllText(Log, value); }
            if (_written.Count >= SignalAfter) { Signal.Set(); }
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { Write(value); }
    public override void WriteLine(string value) { Write(value + "\n"); }
    public override void WriteErrorLine(string value) { Write("ERROR: " + value + "\n"); }
    public override void WriteDebugLine(string message) { Write("DEBUG: " + message + "\n"); }
    public override void WriteVerboseLine(string message) { Write("VERBOSE: " + message + "\n"); }
    public override void WriteWarningLine(string message) { Write("WARNING: " + message + "\n"); }
    public override void WriteProgress(long sourceId, ProgressRecord record) { Write("PROGRESS: " + record + "\n"); }
    public override string ReadLine() { throw new NotImplementedException(); }
    public override SecureString ReadLineAsSecureString() { throw new NotImplementedException(); }
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        throw new NotImplementedException();
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        throw new NotImplementedException();
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        throw new NotImplementedException();
    }

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options)
    {
        throw new NotImplementedException();
    }
}

public sealed class FakeWindow : PSHostRawUserInterface
{
    // Each look at the size takes the next one, and the last one remains.
    public Queue<Size> Sizes;

    public override Size WindowSize
    {
        get { lock (Sizes) { return Sizes.Count > 1 ? Sizes.Dequeue() : Sizes.Peek(); } }
        set { throw new NotImplementedException(); }
    }

    public override ConsoleColor BackgroundColor { get; set; }
    public override ConsoleColor ForegroundColor { get; set; }
    public override Size BufferSize { get; set; }
    public override Coordinates CursorPosition { get; set; }
    public override int CursorSize { get; set; }
    public override Coordinates WindowPosition { get; set; }
    public override string WindowTitle { get; set; }
    public override bool KeyAvailable { get { return false; } }
    public override Size MaxPhysicalWindowSize { get { return WindowSize; } }
    public override Size MaxWindowSize { get { return WindowSize; } }
    public override void FlushInputBuffer() { }
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) { throw new NotImplementedException(); }
    public override KeyInfo ReadKey(ReadKeyOptions options) { throw new NotImplementedException(); }
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) { }
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { }
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { }
}
'@

# Creates a terminal with these sizes, such as '80x24'. Each look at the size takes the next one.
function New-FakeTerminal([string[]] $Size = '100x30', [switch] $WithoutEscapes) {
    $sizes = [Management.Automation.Host.Size[]] @($Size.ForEach({
        $width, $height = $_ -split 'x'
        [Management.Automation.Host.Size]::new($width, $height)
    }))
    [FakeTerminal]::new(-not $WithoutEscapes, $sizes)
}

# Starts a script that has the module in a runspace of this terminal.
function Start-OnTerminal($Terminal, [string] $Script, [object[]] $Argument = @()) {
    $shell = [powershell]::Create()
    $shell.Runspace = [runspacefactory]::CreateRunspace([FakeTerminalHost]::new($Terminal))
    $shell.Runspace.Open()
    $null = $shell.AddScript("Import-Module '$env:JOBSTATUS_TEST_MODULE'; & { $Script } @args")
    $Argument.ForEach({ $null = $shell.AddArgument($_) })
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $call = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]] @(), $output)
    [pscustomobject]@{ Shell = $shell; Call = $call; Output = $output }
}

# Waits until the script has ended, and returns its output and its errors. What is written to the terminal remains there.
function Wait-OnTerminal($Started) {
    try {
        if (-not $Started.Call.AsyncWaitHandle.WaitOne(60000)) { throw 'The script did not end within 60 seconds.' }
        $thrown = try { $Started.Shell.EndInvoke($Started.Call) } catch { $_.Exception.InnerException }
        [pscustomobject]@{
            Output = @($Started.Output)
            Errors = @($Started.Shell.Streams.Error)
            Thrown = $thrown
        }
    }
    finally {
        $Started.Shell.Runspace.Dispose()
        $Started.Shell.Dispose()
    }
}

# Runs a script on a terminal, and returns its output and its errors.
function Invoke-OnTerminal($Terminal, [string] $Script, [object[]] $Argument = @()) {
    Wait-OnTerminal (Start-OnTerminal $Terminal $Script $Argument)
}

Export-ModuleMember -Function New-FakeTerminal, Start-OnTerminal, Wait-OnTerminal, Invoke-OnTerminal
