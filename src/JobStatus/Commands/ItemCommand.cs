using System.ComponentModel;
using System.Management.Automation;
using JobStatus.Pipeline;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that call a service for each of many items, several at a time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ItemCommand : ClientCommand
{
    private readonly InputPace _pace = new();

    /// <summary>
    /// The maximum number of items that are processed at the same time. With 1, they are processed one after the other, in
    /// order, and the output for each item is written before the next one is taken.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = DefaultConcurrency;

    /// <summary>True if the output belongs to an object on which a pipeline variable depends.</summary>
    internal bool ReceivesMarkedObjects { get; private set; }

    /// <summary>The piped job or definition whose id was bound. Null if something else was specified.</summary>
    private protected ServiceObject? PipedObject { get; private set; }

    /// <summary>Sets the maximum number of items that are processed at the same time.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Pump.MaxConcurrency = ThrottleLimit;
    }

    /// <summary>
    /// Processes one item of the pipeline, or all items of an argument. If items arrive slowly, or if the value of a pipeline
    /// variable depends on them, the output for an item is written before the next one is taken.
    /// </summary>
    protected sealed override void ProcessRecord()
    {
        PipedObject = BoundObject.Take(out bool isMarked);
        ReceivesMarkedObjects = isMarked;
        bool isNextItemLater = ThrottleLimit == 1 || ReceivesMarkedObjects || _pace.IsItemSlow();
        ProcessItem();
        if (isNextItemLater && MyInvocation.ExpectingInput)
        {
            Pump.FinishWork();
        }

        _pace.OnItemProcessed();
    }

    private protected abstract void ProcessItem();
}
