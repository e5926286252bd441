using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Host;
#if NET
using System.Runtime.InteropServices;
#endif
using System.Text;
using System.Threading;

namespace JobStatus.Watching;

/// <summary>
/// Shows text on the alternate screen of a terminal. When it is closed, the terminal shows again what it showed before, and nothing
/// remains in its scrollback.
/// </summary>
internal sealed class TerminalScreen
{
    // The alternate screen, without a cursor, and without a line break after the last cell of a line.
    private const string Enter = "\u001b[?1049h\u001b[?25l\u001b[?7l";

    // A terminal without an alternate screen ignores the last sequence, so the screen is cleared first.
    private const string Leave = "\u001b[H\u001b[2J\u001b[?7h\u001b[?25h\u001b[?1049l";

    private const string Home = "\u001b[H";
    private const string ClearRestOfLine = "\u001b[K";
    private const string ClearRestOfScreen = "\u001b[J";

    private static int s_isInUse;

    // A process that ends waits no longer than this for a table that is being drawn.
    private static readonly TimeSpan MaxWaitAtExit = TimeSpan.FromSeconds(1);

    private readonly PSHost _host;
    private readonly bool _bypassesHost;

    // The process can end while a table is being drawn.
    private readonly object _gate = new();
    private string _shown = string.Empty;
#if NET
    private readonly PosixSignalRegistration[] _signals;
#endif
    private bool _isOpen = true;

    private TerminalScreen(PSHost host, bool bypassesHost)
    {
        _host = host;
        _bypassesHost = bypassesHost;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
#if NET
        // Since .NET 10, these signals end the process without the event.
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => CloseAtExit()),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => CloseAtExit()),
        ];
#endif
    }

    /// <summary>
    /// Opens the screen. Returns null if the host has no terminal, if its output is redirected, or if another watch in this process
    /// uses the terminal.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="style">The session's $PSStyle, or null.</param>
    public static TerminalScreen? TryOpen(PSHost host, object? style)
    {
        bool isConsole = host.Name == "ConsoleHost";
        if ((isConsole && Console.IsOutputRedirected)
            || !host.UI.SupportsVirtualTerminal
            || FindSize(host) is not { Width: > 0, Height: > 0 }
            || Interlocked.Exchange(ref s_isInUse, 1) == 1)
        {
            return null;
        }

        // For plain text, the console host removes all escape sequences, including those that do not change colors.
        bool isPlain = style is not null
            && PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value?.ToString() == "PlainText";
        var screen = new TerminalScreen(host, isConsole && isPlain);
        screen.Write(Enter);
        return screen;
    }

    /// <summary>Returns the size of the window in cells and lines. It can change at any time.</summary>
    public Size FindSize() => FindSize(_host) ?? new Size(80, 25);

    /// <summary>Replaces what the screen shows. The number of lines must not exceed that of the window.</summary>
    public void Show(IEnumerable<string> lines)
    {
        var text = new StringBuilder(Home);
        string separator = string.Empty;
        foreach (string line in lines)
        {
            text.Append(separator).Append(line).Append(ClearRestOfLine);
            separator = "\r\n";
        }

        string shown = text.Append(ClearRestOfScreen).ToString();
        lock (_gate)
        {
            if (_isOpen && shown != _shown)
            {
                _shown = shown;
                Write(shown);
            }
        }
    }

    /// <summary>Restores the terminal.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_isOpen)
            {
                _isOpen = false;
                Write(Leave);
                Volatile.Write(ref s_isInUse, 0);
            }
        }

        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
#if NET
        Array.ForEach(_signals, static signal => signal.Dispose());
#endif
    }

    private static Size? FindSize(PSHost host)
    {
        try
        {
            return host.UI.RawUI.WindowSize;
        }
        catch (Exception exception) when (exception is HostException or NotImplementedException or PSInvalidOperationException
            or System.IO.IOException)
        {
            return null;
        }
    }

    private void OnProcessExit(object? sender, EventArgs arguments) => CloseAtExit();

    // The process can end without ending the pipeline.
    private void CloseAtExit()
    {
        if (Monitor.TryEnter(_gate, MaxWaitAtExit))
        {
            Close();
            Monitor.Exit(_gate);
        }
    }

    private void Write(string text)
    {
        if (_bypassesHost)
        {
            Console.Out.Write(text);
        }
        else
        {
            _host.UI.Write(text);
        }
    }
}
