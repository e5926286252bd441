using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using JobStatus.Completion;
using JobStatus.Services.Lists;

namespace JobStatus.Pipeline;

/// <summary>Writes a list as it comes, with the total before it where that was asked for.</summary>
internal sealed class ListWriter<T> : IListReceiver<T>
{
    private readonly PSCmdlet _cmdlet;
    private readonly PipelinePump _pump;
    private readonly ReadProgressBar _progress;
    private bool _totalIsDue;

    public ListWriter(PSCmdlet cmdlet, PipelinePump pump, ReadProgressBar progress)
    {
        _cmdlet = cmdlet;
        _pump = pump;
        _progress = progress;
        _totalIsDue = cmdlet.PagingParameters.IncludeTotalCount;
        Range = new ListRange((long)System.Math.Min(cmdlet.PagingParameters.Skip, long.MaxValue), (long)System.Math.Min(cmdlet.PagingParameters.First, long.MaxValue));
    }

    public ListRange Range { get; }

    public void OnTotal(long total)
    {
        WriteTotal((ulong)System.Math.Max(0, total), accuracy: 1);
        _pump.Post(() => _progress.OnListTotal(System.Math.Min(Range.First, System.Math.Max(0, total - Range.Skip))));
    }

    public Task OnItemsAsync(IReadOnlyList<T> items)
    {
        End();
        return _pump.PostAsync(() =>
        {
            SeenInSession.Remember(items, list: this);
            _cmdlet.WriteObject(items, enumerateCollection: true);
            _progress.OnListed(items.Count);
        });
    }

    /// <summary>Writes the part that is wanted of a list that came whole.</summary>
    public Task WritePartAsync(IReadOnlyList<T> whole)
    {
        OnTotal(whole.Count);
        return OnItemsAsync(whole.Skip((int)System.Math.Min(Range.Skip, whole.Count)).Take((int)System.Math.Min(Range.First, int.MaxValue)).ToArray());
    }

    /// <summary>A service that does not tell the total has none that anybody could rely on.</summary>
    public void End() => WriteTotal(0, accuracy: 0);

    private void WriteTotal(ulong total, double accuracy)
    {
        if (_totalIsDue)
        {
            _totalIsDue = false;
            _pump.Post(() => _cmdlet.WriteObject(_cmdlet.PagingParameters.NewTotalCount(total, accuracy)));
        }
    }
}
