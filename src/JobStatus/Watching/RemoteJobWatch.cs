using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using JobStatus.Commands;
using JobStatus.Formatting;
using JobStatus.Pipeline;
using JobStatus.Services;
using JobStatus.Services.Waiting;

namespace JobStatus.Watching;

/// <summary>
/// Shows the jobs of a wait while the wait is in progress: as a table on the screen of a terminal or, without a terminal, as one
/// line for each change. It sends no requests of its own.
/// </summary>
internal sealed class RemoteJobWatch : IWaitObserver, IDisposable
{
    /// <summary>The table is drawn this often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A host shows a record of the information stream that has this tag, as it shows the output of Write-Host.
    private static readonly string[] HostTags = ["PSHOST"];

    private readonly PSCmdlet _cmdlet;
    private readonly PipelinePump _pump;
    private readonly WatchStreams _streams;
    private readonly object? _style;
    private readonly Stopwatch _elapsed = new();

    // Protects the rows, because the wait reports on other threads.
    private readonly object _gate = new();
    private readonly List<WatchedRow> _rows = [];
    private ILookup<string, WatchedRow> _rowsById = Array.Empty<WatchedRow>().ToLookup(static row => row.Shown.Id);
    private TerminalScreen? _screen;
    private string? _warning;

    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="pump">Runs what is written on the pipeline thread.</param>
    public RemoteJobWatch(PSCmdlet cmdlet, PipelinePump pump)
    {
        _cmdlet = cmdlet;
        _pump = pump;
        _style = cmdlet.GetVariableValue("PSStyle");
        _streams = new WatchStreams(new CmdletStreams(cmdlet, pump));
        Wait = new RemoteWait(_streams, failOnError: false, followRetry: false) { Observer = this };
        pump.Finishing += End;
    }

    /// <summary>The wait. Add the jobs to it before the start.</summary>
    public RemoteWait Wait { get; }

    /// <summary>Starts the wait.</summary>
    /// <param name="options">The options of the wait, with <see cref="Interval"/> as the interval of its progress.</param>
    public void Start(WaitOptions options)
    {
        var known = new HashSet<(string Service, string Connection, string Id)>();
        foreach (JobTarget target in Wait.Jobs)
        {
            var row = new WatchedRow(target);
            if (known.Add((row.Shown.Service, row.Connection.ToUpperInvariant(), row.Shown.Id)))
            {
                _rows.Add(row);
            }
        }

        _rowsById = _rows.ToLookup(static row => row.Shown.Id, StringComparer.Ordinal);
        _elapsed.Start();
        _streams.HoldsResults = true;

        // Verbose and debug messages would be written over the table.
        bool hasMessages = StreamPreference.IsEnabled(_cmdlet, "Verbose") || StreamPreference.IsEnabled(_cmdlet, "Debug");
        _screen = hasMessages ? null : TerminalScreen.TryOpen(_cmdlet.Host, _style);
        _streams.HoldsWarnings = _screen is not null;
        if (_screen is null)
        {
            WriteLine(WithTime(CreateTable().Summarize(DateTimeOffset.UtcNow)));
        }
        else
        {
            Draw();
        }

        _pump.Start(() => Wait.RunAsync(options, _pump.Stopping));
    }

    /// <summary>Writes the errors and warnings of the watch, after it has ended.</summary>
    /// <param name="writesJobs">True to write the jobs that have finished, too.</param>
    public void WriteResults(bool writesJobs) => _streams.WriteHeld(writesJobs);

    /// <summary>Restores the terminal if the watch has not ended normally.</summary>
    public void Dispose() => _screen?.Close();

    void IWaitObserver.OnFinished(RemoteJob job) =>
        Report(Change(Find(job), row => row.With(job, isDone: true)));

    void IWaitObserver.OnAbandoned(JobTarget target, JobServiceException error)
    {
        WatchedRow? watched = Find(target);
        if (error.Kind == JobServiceErrorKind.WaitTimeout)
        {
            Change(watched, row => row.With(target.LastSeen ?? row.Job, row.ExpectedEnd));
        }
        else
        {
            Report(Change(watched, row => row.With(target.LastSeen ?? row.Job, problem: error.Problem, isDone: true)));
        }
    }

    void IWaitObserver.OnStatusChanged(RemoteJob job, RemoteJob? before)
    {
        JobRow? changed = Change(Find(job), row => row.With(job, row.ExpectedEnd));
        if (before is not null && before.State != job.State && !job.IsFinished)
        {
            Report(changed);
        }
    }

    void IWaitObserver.OnProgress(WaitProgress progress)
    {
        if (progress.IsRegular)
        {
            _streams.Post(Draw);
        }
    }

    void IWaitObserver.OnWarning(string message) => _streams.Post(() => _warning = message);

    private static string WithTime(string text) =>
        $"{DateTime.Now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}  {text}";

    private static string Describe(JobRow row)
    {
        string duration = row.Problem is null && FormatText.Duration(row.Job?.Duration) is { } time ? $", {time}" : string.Empty;
        string message = (row.Problem ?? row.Job?.Message) is { } text ? $": {text}" : string.Empty;
        return WithTime($"{row.State,-9}  {row}{duration}{message}");
    }

    private WatchedRow? Find(RemoteJob job) =>
        _rowsById[job.Id].FirstOrDefault(row => row.Shown.Service == job.Service
            && string.Equals(job.Connection ?? row.Connection, row.Connection, StringComparison.OrdinalIgnoreCase));

    private WatchedRow? Find(JobTarget target) =>
        _rowsById[target.Id].FirstOrDefault(row => row.Target.Reader == target.Reader);

    private JobRow? Change(WatchedRow? watched, Func<JobRow, JobRow> change)
    {
        lock (_gate)
        {
            return watched is null ? null : watched.Shown = change(watched.Shown);
        }
    }

    // On the screen, the change is part of the next table.
    private void Report(JobRow? row)
    {
        if (row is not null && _screen is null)
        {
            _streams.Post(() => WriteLine(Describe(row)));
        }
    }

    private void Draw()
    {
        if (_screen is { } screen)
        {
            Size size = screen.FindSize();
            screen.Show(CreateTable().Draw(size.Width, size.Height, DateTimeOffset.UtcNow, Color));
        }
    }

    // What was drawn last remains visible after the screen is closed, as normal output.
    private void End()
    {
        if (!_elapsed.IsRunning)
        {
            return;
        }

        _elapsed.Stop();
        if (_screen is not { } screen)
        {
            WriteLine(WithTime(CreateTable().Summarize(DateTimeOffset.UtcNow)));
            return;
        }

        // The warnings are written after the table.
        _warning = null;
        screen.Close();
        Size size = screen.FindSize();
        foreach (string line in CreateTable().Draw(size.Width, size.Height - 1, DateTimeOffset.UtcNow, Color))
        {
            WriteLine(line);
        }
    }

    private string Color(RemoteJobState state, string text) => FormatText.InColorOf(state, text, _style);

    private JobTable CreateTable()
    {
        lock (_gate)
        {
            foreach (WatchedRow row in _rows.Where(static row => !row.Shown.IsDone))
            {
                row.Update();
            }

            return new JobTable(_rows.Select(static row => row.Shown), _elapsed.Elapsed) { Warning = _warning };
        }
    }

    private void WriteLine(string text)
    {
        try
        {
            _cmdlet.WriteInformation(new HostInformationMessage { Message = text }, HostTags);
        }
        catch (PipelineStoppedException)
        {
            _cmdlet.Host.UI.WriteLine(text);
        }
    }

    // A job that is watched, and the row that shows it.
    private sealed class WatchedRow
    {
        // The job whose prediction the row shows.
        private RemoteJob? _predicted;

        public WatchedRow(JobTarget target)
        {
            Target = target;
            Connection = (target.Reader as JobServiceClient)?.Name ?? target.LastSeen?.Connection ?? string.Empty;
            Shown = new JobRow(target.Reader?.Service ?? target.LastSeen!.Service, target.Id)
                .With(target.LastSeen, isDone: target.LastSeen is { IsFinished: true });
        }

        public JobTarget Target { get; }

        public string Connection { get; }

        public JobRow Shown { get; set; }

        public void Update()
        {
            if (JobWaiter.FindOutlook(Target, _predicted) is { } outlook)
            {
                _predicted = outlook.Job;
                Shown = Shown.With(outlook.Job, outlook.ExpectedEnd);
            }
        }
    }
}
