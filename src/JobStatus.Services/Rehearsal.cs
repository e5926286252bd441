using System;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services;

/// <summary>
/// Reads a made-up answer once, on another thread, while the first request is still being made: the code that reads
/// the real one is then compiled when it comes.
/// </summary>
internal sealed class Rehearsal
{
    private readonly Action _read;
    private int _begun;

    public Rehearsal(Action read)
    {
        _read = read;
    }

    public void Begin()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            _ = Task.Run(_read);
        }
    }
}
