using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Services.Lists;

namespace JobStatus.Pipeline;

/// <summary>Writes the items of a list as they arrive, after the total count if the user asked for it.</summary>
internal sealed class ListWriter<T> : IListReceiver<T>
{
    private readonly PSCmdlet _cmdlet;
    private readonly PipelinePump _pump;
    private readonly ReadProgressBar _progress;
    private bool _isTotalPending;

    public ListWriter(PSCmdlet cmdlet, PipelinePump pump, ReadProgressBar progress)
    {
        _cmdlet = cmdlet;
        _pump = pump;
        _progress = progress;
        _isTotalPending = cmdlet.PagingParameters.IncludeTotalCount;
        Range = new ListRange(
            (long)System.Math.Min(cmdlet.PagingParameters.Skip, long.MaxValue),
            (long)System.Math.Min(cmdlet.PagingParameters.First, long.MaxValue));
    }

    public ListRange Range { get; }

    public void OnTotal(long total)
    {
        WriteTotal((ulong)System.Math.Max(0, total), accuracy: 1);
        _pump.Post(() => _progress.OnListTotal(System.Math.Min(Range.First, System.Math.Max(0, total - Range.Skip))));
    }

    public Task OnItemsAsync(IReadOnlyList<T> items)
    {
        Complete();
        return _pump.PostAsync(() =>
        {
            SessionHistory.Record(items, list: this);
            PipelineVariableMarks.Mark(_cmdlet, items);
            _cmdlet.WriteObject(items, enumerateCollection: true);
            _progress.OnListItems(items.Count);
        });
    }

    /// <summary>Writes the requested range of a list that the service returned as a whole.</summary>
    public Task WriteRangeAsync(IReadOnlyList<T> list)
    {
        OnTotal(list.Count);
        IEnumerable<T> range = list
            .Skip((int)System.Math.Min(Range.Skip, list.Count))
            .Take((int)System.Math.Min(Range.First, int.MaxValue));
        return OnItemsAsync(range.ToArray());
    }

    /// <summary>Writes an unknown total if the user asked for the total and the service has not reported one.</summary>
    public void Complete() => WriteTotal(0, accuracy: 0);

    private void WriteTotal(ulong total, double accuracy)
    {
        if (_isTotalPending)
        {
            _isTotalPending = false;
            _pump.Post(() => _cmdlet.WriteObject(_cmdlet.PagingParameters.NewTotalCount(total, accuracy)));
        }
    }
}
