using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that work on other threads and write on the pipeline thread.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    /// <summary>The number of items that are processed at the same time, unless the user specifies it.</summary>
    private protected const int DefaultConcurrency = 8;

    private readonly PipelinePump _pump = new(DefaultConcurrency);

    // The clients whose credentials the service rejected during this call.
    private readonly HashSet<object> _rejected = [];

    /// <summary>Creates the pump and the progress bar.</summary>
    protected AsyncCommand()
    {
        Progress = new ReadProgressBar(this, GetArgumentIds);
        _pump.Finishing += Progress.Complete;
    }

    private protected PipelinePump Pump => _pump;

    private protected ReadProgressBar Progress { get; }

    /// <summary>Rejects ids that PowerShell has changed by converting them to numbers, and patterns that are not valid.</summary>
    protected override void BeginProcessing()
    {
        if (NumberLiterals.FindChangedId(MyInvocation, IdParameters.SelectMany(GetArguments)) is { } text)
        {
            ThrowInvalidRequest(
                "all", $"PowerShell converted the id {text} to a number.", "Enclose the id in quotation marks.", text);
        }

        // A single name is not only a pattern: it can also be the exact name of a definition.
        ConvertParameters(() => new NamePatterns(
            [.. ParametersWith<SupportsWildcardsAttribute>().Select(GetArgument).OfType<string[]>().SelectMany(static names => names)]));
    }

    /// <summary>Waits for all work to finish, and writes its output.</summary>
    protected override void EndProcessing()
    {
        Progress.OnAllRequested();
        _pump.Finish();
    }

    /// <summary>Cancels all work.</summary>
    protected override void StopProcessing() => _pump.Stop();

    /// <summary>Cancels work that is still running after the pipeline was stopped.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels work that is still running after the pipeline was stopped.</summary>
    /// <param name="disposing">True if called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pump.Dispose();
        }
    }

    /// <summary>Rejects an empty -Connection, because the default connection could belong to another tenant.</summary>
    private protected void RejectEmptyConnection(string service, ConnectionReference? connection)
    {
        if (connection is null && MyInvocation.BoundParameters.ContainsKey("Connection"))
        {
            ThrowInvalidRequest(
                service,
                "The value of -Connection is empty.",
                "Specify a connection, or omit -Connection to use the default connection.",
                service);
        }
    }

    /// <summary>Ends the command, because its parameters are not valid.</summary>
    private protected void ThrowInvalidRequest(string service, string problem, string recommendedAction, object? target) =>
        ThrowTerminatingError(ErrorRecords.From(
            new JobServiceException(service, JobServiceErrorKind.InvalidRequest, problem, recommendedAction), target));

    /// <summary>Starts work. A service error is passed to a delegate, which runs on the pipeline thread.</summary>
    private protected void Start(Func<CallContext, Task> work, Action<JobServiceException> onError)
    {
        var call = new CallContext(
            _pump.Stopping,
            line => _pump.Post(() => WriteVerbose(line)),
            text => _pump.Post(() => WriteWarning(text)),
            line => _pump.Post(() => WriteDebug(line)))
        {
            ItemError = (id, error) => _pump.Post(() => WriteError(ErrorRecords.From(error, id))),
        };
        Progress.OnRequested();
        _pump.Start(() => work(call), onError, Progress.OnReceived);
    }

    /// <summary>
    /// Starts work through a connection. If the service rejects the credentials, one error is written for the connection, and
    /// nothing more is started through it.
    /// </summary>
    private protected void Start(object client, object? target, Func<CallContext, Task> work) =>
        Start(work, exception =>
        {
            if (exception.Kind != JobServiceErrorKind.AuthenticationFailed)
            {
                WriteError(ErrorRecords.From(exception, target));
            }
            else if (_rejected.Add(client))
            {
                string connection = ((JobServiceClient)client).Name;
                WriteError(ErrorRecords.From(
                    Progress.HasSeveralItems
                        ? exception.With($"No further requests are sent through the connection '{connection}'.")
                        : exception,
                    target));
            }
        });

    /// <summary>True if the service rejected the credentials of a client during this call. This error has been written.</summary>
    private protected bool IsRejected(object client) => _rejected.Contains(client);

    /// <summary>Converts parameters. Invalid values are a terminating error.</summary>
    private protected T ConvertParameters<T>(Func<T> convert)
    {
        try
        {
            return convert();
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
            SessionHistory.Record(value);
            PipelineVariableMarks.Mark(this, value);
            WriteObject(value, enumerate);
        });

    private IEnumerable<string> IdParameters => ParametersWith<JobIdArgumentAttribute>();

    private IEnumerable<string> ParametersWith<TAttribute>()
        where TAttribute : Attribute =>
        GetType().GetProperties()
            .Where(static property => property.IsDefined(typeof(TAttribute), inherit: true))
            .Select(static property => property.Name);

    // All ids of the argument are known at once, although the work for them starts one by one.
    private string[]? GetArgumentIds() => IdParameters.Select(GetArgument).OfType<string[]>().FirstOrDefault();

    private object? GetArgument(string parameter) => MyInvocation.BoundParameters.TryGetValue(parameter, out object? value) ? value : null;

    private IEnumerable<string> GetArguments(string parameter) => GetArgument(parameter) switch
    {
        string[] ids => ids,
        { } id => [LanguagePrimitives.ConvertTo<string>(id)],
        null => [],
    };
}
