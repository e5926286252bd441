using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>
/// The base class of cmdlets that change the members of a set. They send the ids in pieces and in order, so that the pipeline
/// can contain any number of ids.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AlmaMembersCommand : ClientCommand
{
    // A request is delayed until a pause that Alma requested ends, unless the pause is longer than this.
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(2);

    private readonly List<string> _piece = [];
    private bool _hasProgress;

    /// <summary>The type of the ids, as an Alma code. The default depends on the content of the set.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AlmaIdTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? IdType { get; set; }

    private protected sealed override string ServiceName => "Alma";

    /// <summary>What an error about a whole piece says about the set, or null if it says nothing.</summary>
    private protected virtual string? SetDescription => null;

    /// <summary>True if all pieces that were sent so far were processed, although single ids may have been rejected.</summary>
    private protected bool IsComplete { get; private set; } = true;

    /// <summary>Takes ids, and sends each piece that is full. Empty lines are ignored.</summary>
    private protected void AddIds(IEnumerable<string> ids)
    {
        foreach (string id in ids.Where(static id => !string.IsNullOrWhiteSpace(id)))
        {
            _piece.Add(id);
            if (_piece.Count == AlmaClient.MaxMembersPerRequest)
            {
                SendPiece();
            }
        }
    }

    /// <summary>Sends the ids that have not been sent yet.</summary>
    private protected void SendPiece()
    {
        if (_piece.Count > 0)
        {
            string[] ids = [.. _piece];
            _piece.Clear();
            Send(ids);
        }
    }

    /// <summary>Sends one piece.</summary>
    private protected abstract void Send(string[] ids);

    /// <summary>
    /// Sends a piece, and waits until it has been processed. Each rejected id produces an error. If the whole piece fails, an
    /// error has the remaining ids as its target.
    /// </summary>
    /// <returns>False if the error would also occur for the next pieces, so that they should not be sent.</returns>
    private protected bool Send(string[] ids, Func<Action<int>, Action<string, JobServiceException>, CallContext, Task> send)
    {
        if (!_hasProgress)
        {
            _hasProgress = true;
            Progress.OnList();
        }

        int processed = 0;
        bool mayContinue = true;
        Start(
            call => send(
                count => Pump.Post(() => OnProcessed(count)),
                (id, error) => Pump.Post(() =>
                {
                    WriteError(ErrorRecords.From(error, id));
                    OnProcessed(1);
                }),
                call),
            error =>
            {
                IsComplete = false;
                mayContinue = JobServiceErrors.For(error.Kind).IsTransient && !(error.RetryAfter > MaxPause);
                error = SetDescription is { } description ? error.With(description) : error;
                error = mayContinue ? error : error.With(
                    "No further members are sent to this set. "
                    + $"The first one that was not processed is '{DisplayText.OneLine(ids[processed])}'.");
                WriteError(ErrorRecords.From(error, ids.Skip(processed).ToArray()));
            });
        Pump.FinishWork();
        return mayContinue;

        void OnProcessed(int count)
        {
            processed += count;
            Progress.OnListItems(count);
        }
    }
}
