using System;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services;

/// <summary>
/// Reads a made-up answer once, on another thread, while the first request is still being made: the code that reads
/// the real one is then compiled when it comes.
/// </summary>
internal sealed class JitWarmup
{
    private readonly Action _warmUp;
    private int _started;

    public JitWarmup(Action warmUp)
    {
        _warmUp = warmUp;
    }

    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _ = Task.Run(_warmUp);
        }
    }
}
