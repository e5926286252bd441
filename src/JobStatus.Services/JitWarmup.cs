using System;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services;

/// <summary>
/// Shortens a cold start: parses a sample response once, on another thread, while the first request is in progress, so
/// that the JIT compiler has compiled the parsing code before the real response arrives.
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
