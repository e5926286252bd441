using System;
using System.Globalization;
using System.Management.Automation;

namespace JobStatus.Pipeline;

/// <summary>
/// One bar over all that a cmdlet asks for: how many things of how many, or how much of its lists has come. It is
/// looked at when something comes, on the pipeline's thread; a single thing has none.
/// </summary>
internal sealed class ReadProgressBar
{
    private readonly PSCmdlet _cmdlet;
    private readonly Func<string[]?> _idsOfArgument;
    private ProgressPace? _pace;
    private int _id;
    private long _asked;
    private long _answered;
    private long _lists;
    private long _listsWithTotal;
    private long _listed;
    private long _listTotal;
    private bool _allAsked;

    public ReadProgressBar(PSCmdlet cmdlet, Func<string[]?> idsOfArgument)
    {
        _cmdlet = cmdlet;
        _idsOfArgument = idsOfArgument;
    }

    /// <summary>One more thing is asked for.</summary>
    public void OnAsked()
    {
        _pace ??= new ProgressPace();
        _asked++;
    }

    /// <summary>One of them has its answer, or its error.</summary>
    public void OnAnswered()
    {
        _answered++;
        if (_asked > 1)
        {
            Show();
        }
    }

    /// <summary>One of them is a list.</summary>
    public void OnList() => _lists++;

    /// <summary>A list says how many items it has for this call.</summary>
    public void OnListTotal(long total)
    {
        _listsWithTotal++;
        _listTotal += total;
    }

    /// <summary>Items of a list have been written.</summary>
    public void OnListed(int count)
    {
        _listed += count;
        Show();
    }

    /// <summary>Nothing more will be asked for.</summary>
    public void OnAllAsked() => _allAsked = true;

    /// <summary>Takes the bar away.</summary>
    public void Complete()
    {
        if (_id != 0)
        {
            var record = new ProgressRecord(_id, _cmdlet.MyInvocation.MyCommand.Name, "Ended") { RecordType = ProgressRecordType.Completed };
            _id = 0;
            _cmdlet.WriteProgress(record);
        }
    }

    private void Show()
    {
        if (_pace is null || !_pace.IsDue())
        {
            return;
        }

        long done = _lists > 0 ? _listed : _answered;
        long? total = _lists > 0 ? TotalOfLists() : TotalOfIds();
        if (done >= total)
        {
            return;
        }

        if (_id == 0)
        {
            _id = ProgressPace.TakeId();
        }

        string text = total is null ? $"{Number(done)} so far" : $"{Number(done)} of {Number(total.Value)}";
        _cmdlet.WriteProgress(new ProgressRecord(_id, _cmdlet.MyInvocation.MyCommand.Name, text)
        {
            PercentComplete = total is { } all ? (int)(100 * done / all) : -1,
        });
    }

    private long? TotalOfLists() =>
        _listsWithTotal == _lists && (_allAsked || !_cmdlet.MyInvocation.ExpectingInput) ? _listTotal : null;

    // Ids that come through the pipeline are counted when the last has come; those of an argument stand in it.
    private long? TotalOfIds() =>
        _allAsked ? _asked
        : _cmdlet.MyInvocation.ExpectingInput ? null
        : Math.Max(_asked, _idsOfArgument()?.Length ?? 0);

    private static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
