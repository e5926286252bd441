using System;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus.Commands;

/// <summary>A cmdlet that works on other threads and writes on the pipeline's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ServiceCommand : PSCmdlet, IDisposable
{
    // As many as a client has under way at once in one call.
    private readonly PipelinePump _pump = new(mostAtOnce: 8);

    /// <summary>Prepares what the cmdlets share.</summary>
    protected ServiceCommand()
    {
        Progress = new ReadProgressBar(this, IdsOfArgument);
        _pump.Ending += Progress.Complete;
    }

    private protected PipelinePump Pump => _pump;

    private protected ReadProgressBar Progress { get; }

    /// <summary>Writes what is still to come.</summary>
    protected override void EndProcessing()
    {
        Progress.OnAllAsked();
        _pump.Finish();
    }

    /// <summary>Ends everything at once.</summary>
    protected override void StopProcessing() => _pump.Stop();

    /// <summary>Ends what a stopped pipeline left running.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what a stopped pipeline left running.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pump.Dispose();
        }
    }

    /// <summary>Starts work for one item. What the service says against it is that item's error.</summary>
    private protected void Start(object? target, Func<CallContext, Task> work)
    {
        var call = new CallContext(_pump.Stopping, line => _pump.Post(() => WriteVerbose(line)));
        Progress.OnAsked();
        _pump.Start(
            async () =>
            {
                try
                {
                    await work(call).ConfigureAwait(false);
                }
                catch (JobServiceException exception)
                {
                    _pump.Post(() => WriteError(ErrorRecords.From(exception, target)));
                }
            },
            Progress.OnAnswered);
    }

    /// <summary>What the parameters mean together; what they cannot mean ends the call.</summary>
    private protected T OptionsOf<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JobServiceException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, MyInvocation.MyCommand.Name));
            throw;
        }
    }

    private protected void PostObject(object value, bool enumerate = false) =>
        _pump.Post(() =>
        {
            SeenInSession.Remember(value);
            WriteObject(value, enumerate);
        });

    // All at once, where the pump is only given one after the other.
    private string[]? IdsOfArgument() => GetType().GetProperties()
        .Where(property => property.IsDefined(typeof(JobIdArgumentAttribute), inherit: true))
        .Select(property => MyInvocation.BoundParameters.TryGetValue(property.Name, out object? value) ? value as string[] : null)
        .FirstOrDefault(ids => ids is not null);
}
