using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services;

namespace JobStatus.Completion;

/// <summary>
/// Caches the responses of one service for completers. A completion waits at most <see cref="MaxWait"/> for a response.
/// If the response takes longer, the next completion can use it.
/// </summary>
internal sealed class CompletionCache
{
    /// <summary>The maximum time that one completion waits for a service.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    // An empty list can fill up soon, but a failed request must not be repeated every time the user presses Tab.
    private static readonly TimeSpan EmptyLifetime = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, IEntry> _entries = new(StringComparer.Ordinal);

    private interface IEntry
    {
        bool IsCurrent { get; }
    }

    /// <summary>
    /// Returns the items that a request reads. If there is no response in time, returns the items of the previous
    /// response, or none.
    /// </summary>
    /// <param name="key">Identifies the request. The same key must always be used with the same item type.</param>
    /// <param name="request">Sends the request.</param>
    public IReadOnlyList<T> Get<T>(string key, Func<CallContext, Task<IReadOnlyList<T>>> request)
    {
        Entry<T> entry;
        lock (_entries)
        {
            IEntry? known = _entries.TryGetValue(key, out IEntry? found) ? found : null;
            if (known is { IsCurrent: true })
            {
                return ((Entry<T>)known).Items;
            }

            foreach (string expired in _entries.Where(other => !other.Value.IsCurrent).Select(other => other.Key).ToArray())
            {
                _entries.Remove(expired);
            }

            entry = new Entry<T>((known as Entry<T>)?.Items ?? []);
            _entries[key] = entry;
        }

        entry.RequestAndWait(request);
        return entry.Items;
    }

    private sealed class Entry<T> : IEntry
    {
        private readonly Stopwatch _age = new();
        private volatile IReadOnlyList<T> _items;
        private volatile bool _isFinished;
        private volatile bool _hasItems;

        public Entry(IReadOnlyList<T> previousItems)
        {
            _items = previousItems;
        }

        public IReadOnlyList<T> Items => _items;

        // A request that is still running counts as current, because a completion has already waited for it.
        public bool IsCurrent => !_isFinished || _age.Elapsed < (_hasItems ? Lifetime : EmptyLifetime);

        public void RequestAndWait(Func<CallContext, Task<IReadOnlyList<T>>> request) =>
            Task.Run(() => RequestAsync(request)).Wait(MaxWait);

        private async Task RequestAsync(Func<CallContext, Task<IReadOnlyList<T>>> request)
        {
            try
            {
                using var timeout = new CancellationTokenSource(RequestTimeout);
                var call = new CallContext(timeout.Token) { RetryTransientErrors = false };
                IReadOnlyList<T> items = await request(call).ConfigureAwait(false);
                _hasItems = items.Count > 0;
                _items = items;
            }
            catch (Exception)
            {
                // A completion does not report errors.
                _hasItems = false;
            }
            finally
            {
                _age.Start();
                _isFinished = true;
            }
        }
    }
}
