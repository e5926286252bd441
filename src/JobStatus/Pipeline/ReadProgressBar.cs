using System;
using System.Globalization;
using System.Management.Automation;

namespace JobStatus.Pipeline;

/// <summary>
/// One progress bar for everything that a cmdlet reads. It counts objects, or the items of lists. It is updated on the
/// pipeline thread whenever something arrives. A cmdlet that reads a single object shows no bar.
/// </summary>
internal sealed class ReadProgressBar
{
    private readonly PSCmdlet _cmdlet;
    private readonly Func<string[]?> _getArgumentIds;
    private ProgressThrottle? _throttle;
    private int _id;
    private long _requested;
    private long _received;
    private long _lists;
    private long _listsWithTotal;
    private long _listItems;
    private long _listTotal;
    private bool _allRequested;

    public ReadProgressBar(PSCmdlet cmdlet, Func<string[]?> getArgumentIds)
    {
        _cmdlet = cmdlet;
        _getArgumentIds = getArgumentIds;
    }

    /// <summary>True if the cmdlet reads several objects, or if this is not known yet.</summary>
    public bool HasSeveralItems => TotalOfIds() != 1;

    /// <summary>Counts an object or list that the cmdlet starts to read.</summary>
    public void OnRequested()
    {
        _throttle ??= new ProgressThrottle();
        _requested++;
    }

    /// <summary>Counts an object or list that has arrived, or that failed.</summary>
    public void OnReceived()
    {
        _received++;
        if (_requested > 1)
        {
            Show();
        }
    }

    /// <summary>Counts a list among the objects that the cmdlet reads.</summary>
    public void OnList() => _lists++;

    /// <summary>Adds the number of items that a list will return to this cmdlet.</summary>
    public void OnListTotal(long total)
    {
        _listsWithTotal++;
        _listTotal += total;
    }

    /// <summary>Counts items of a list that were written.</summary>
    public void OnListItems(int count)
    {
        _listItems += count;
        Show();
    }

    /// <summary>Marks that no more objects will be requested, so that their number is known.</summary>
    public void OnAllRequested() => _allRequested = true;

    /// <summary>Removes the bar.</summary>
    public void Complete()
    {
        if (_id != 0)
        {
            var record = new ProgressRecord(_id, _cmdlet.MyInvocation.MyCommand.Name, "Completed")
            {
                RecordType = ProgressRecordType.Completed,
            };
            _id = 0;
            _cmdlet.WriteProgress(record);
        }
    }

    private void Show()
    {
        if (_throttle is null || !_throttle.IsDue())
        {
            return;
        }

        long done = _lists > 0 ? _listItems : _received;
        long? total = _lists > 0 ? TotalOfLists() : TotalOfIds();
        if (done >= total)
        {
            return;
        }

        if (_id == 0)
        {
            _id = ProgressThrottle.NextActivityId();
        }

        string text = total is null ? $"{Number(done)} so far" : $"{Number(done)} of {Number(total.Value)}";
        _cmdlet.WriteProgress(new ProgressRecord(_id, _cmdlet.MyInvocation.MyCommand.Name, text)
        {
            PercentComplete = total is { } all ? (int)(100 * done / all) : -1,
        });
    }

    private long? TotalOfLists() =>
        _listsWithTotal == _lists && (_allRequested || !_cmdlet.MyInvocation.ExpectingInput) ? _listTotal : null;

    // The number of ids from the pipeline is known when the last one has arrived; the number of ids in an argument is
    // known at once.
    private long? TotalOfIds() =>
        _allRequested ? _requested
        : _cmdlet.MyInvocation.ExpectingInput ? null
        : Math.Max(_requested, _getArgumentIds()?.Length ?? 0);

    private static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
