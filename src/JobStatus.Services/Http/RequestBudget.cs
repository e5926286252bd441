using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Http;

/// <summary>
/// What one key may still ask of its service, shared by everything in the process that uses it: how many requests in
/// a second, how many are left of the allowance, and until when the service asked to be left alone.
/// </summary>
internal sealed class RequestBudget
{
    // Waits together plan to spend this share of what is left; the rest is for people.
    private const double WaitShare = 0.5;

    // So much of the period's plan may be spent at once, before looks are spread over the rest of it.
    private const double BurstShare = 0.05;
    // More than this in a second nobody sends.
    private const double MaxBurst = 1000;

    private static readonly ConditionalWeakTable<TimeProvider, Dictionary<string, WeakReference<RequestBudget>>> Known = new();

    private readonly object _gate = new();
    private readonly TimeProvider _time;
    private readonly RateLimits _rateLimits;

    // When the last requests went out or will, in their order: as many as a second may have.
    private readonly List<DateTimeOffset> _sendTimes = [];
    private int _maxSendTimes;
    private DateTimeOffset _pausedUntil;

    // What the waits have asked for beyond their share, in requests, and when that was so.
    private double _excess;
    private DateTimeOffset _excessAt;
    private long? _remaining;
    private long? _quota;

    private RequestBudget(TimeProvider time, RateLimits rateLimits)
    {
        _time = time;
        _rateLimits = rateLimits;
        _excessAt = time.GetUtcNow();
    }

    /// <summary>Until when the service asked to be left alone; a time that has passed where it did not.</summary>
    public DateTimeOffset PausedUntil
    {
        get
        {
            lock (_gate)
            {
                return _pausedUntil;
            }
        }
    }

    /// <summary>The budget of a key. Two connections with the same key at the same place share it.</summary>
    public static RequestBudget For(TimeProvider time, Uri baseUri, RateLimits rateLimits, IEnumerable<string> secrets)
    {
        // The key itself is not kept for this. Two keys that happen to have the same code share a budget: no harm is done.
        int secretsHash = 0;
        foreach (string secret in secrets)
        {
            secretsHash = unchecked((secretsHash * 31) + StringComparer.Ordinal.GetHashCode(secret));
        }

        string key = FormattableString.Invariant($"{baseUri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)} {secretsHash}");
        Dictionary<string, WeakReference<RequestBudget>> budgets = Known.GetOrCreateValue(time);
        lock (budgets)
        {
            if (budgets.TryGetValue(key, out WeakReference<RequestBudget>? known) && known.TryGetTarget(out RequestBudget? budget))
            {
                return budget;
            }

            foreach (string unused in budgets.Where(other => !other.Value.TryGetTarget(out _)).Select(other => other.Key).ToArray())
            {
                budgets.Remove(unused);
            }

            budget = new RequestBudget(time, rateLimits);
            budgets[key] = new WeakReference<RequestBudget>(budget);
            return budget;
        }
    }

    /// <summary>Waits until one more request may go out. Who is asked to wait longer than the longest patience goes at once.</summary>
    /// <param name="perSecond">How many requests may go out in a second; null for any number.</param>
    /// <param name="maxPause">For how long to leave the service alone at the most, where it asked for that.</param>
    /// <param name="onDelay">Is told for how long it waits.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    public async Task WaitToSendAsync(double? perSecond, TimeSpan maxPause, Action<TimeSpan> onDelay, CancellationToken cancellationToken)
    {
        TimeSpan delay = ReserveSendTime(perSecond, maxPause);
        if (delay > TimeSpan.Zero)
        {
            onDelay(delay);
            await _time.Delay(delay, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes what an answer says of the allowance.</summary>
    public void Update(HttpResponseMessage response)
    {
        long? remaining = Number(response, _rateLimits.RemainingHeader);
        long? quota = Number(response, _rateLimits.QuotaHeader);
        if (remaining is null)
        {
            return;
        }

        lock (_gate)
        {
            ReduceExcess(_time.GetUtcNow());
            _remaining = Math.Max(0, remaining.Value);
            _quota = quota ?? _quota;
        }
    }

    /// <summary>The service asked to be left alone for a time.</summary>
    public void PauseUntil(DateTimeOffset time)
    {
        lock (_gate)
        {
            _pausedUntil = time > _pausedUntil ? time : _pausedUntil;
        }
    }

    /// <summary>When a wait may look again (a time that has passed for at once), so that all waits together leave enough of the allowance.</summary>
    public DateTimeOffset NextPoll
    {
        get
        {
            lock (_gate)
            {
                // What is ahead is earned in this time, at the rate that what is left now allows.
                double seconds = Math.Max(0, _excess - (_remaining.GetValueOrDefault() * WaitShare * BurstShare)) / WaitRequestsPerSecond(_excessAt);
                return _excessAt + TimeSpan.FromSeconds(Math.Min(seconds, _rateLimits.TimeUntilReset(_excessAt).TotalSeconds));
            }
        }
    }

    /// <summary>Counts the requests of a look of a wait.</summary>
    public void CountPoll(int requests)
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            ReduceExcess(now);
            _excess += _remaining is null ? 0 : requests;
        }
    }

    /// <summary>What is left, for people: "312 of 5000 requests left for this hour".</summary>
    public string Describe()
    {
        lock (_gate)
        {
            long remaining = _remaining ?? 0;
            return FormattableString.Invariant(
                $"{remaining}{(_quota is { } quota ? FormattableString.Invariant($" of {quota} requests") : remaining == 1 ? " request" : " requests")} left for this {_rateLimits.QuotaPeriod}");
        }
    }

    // How many requests a second the waits may make from now on, together.
    private double WaitRequestsPerSecond(DateTimeOffset now) =>
        Math.Max(1, _remaining.GetValueOrDefault() * WaitShare) / Math.Max(1, _rateLimits.TimeUntilReset(now).TotalSeconds);

    private void ReduceExcess(DateTimeOffset now)
    {
        if (now > _excessAt)
        {
            _excess = _remaining is null ? 0 : Math.Max(0, _excess - ((now - _excessAt).TotalSeconds * WaitRequestsPerSecond(_excessAt)));
            _excessAt = now;
        }
    }

    private TimeSpan ReserveSendTime(double? perSecond, TimeSpan maxPause)
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            DateTimeOffset sendTime = _pausedUntil > now && _pausedUntil - now <= maxPause ? _pausedUntil : now;
            if (perSecond is { } rate)
            {
                // As many as a second allows may go at once; each later one follows a second after the one as many before it.
                int burst = (int)Math.Max(1, Math.Min(rate, MaxBurst));
                TimeSpan spacing = TimeSpan.FromSeconds(Math.Max(1, burst / rate));
                DateTimeOffset earliest = _sendTimes.Count < burst ? sendTime : _sendTimes[_sendTimes.Count - burst] + spacing;
                sendTime = earliest > sendTime ? earliest : sendTime;
                int index = _sendTimes.FindLastIndex(other => other <= sendTime) + 1;
                _sendTimes.Insert(index, sendTime);
                _maxSendTimes = Math.Max(_maxSendTimes, burst);
                if (_sendTimes.Count > _maxSendTimes)
                {
                    _sendTimes.RemoveAt(0);
                }
            }

            return sendTime - now;
        }
    }

    private static long? Number(HttpResponseMessage response, string? header) =>
        header is not null
        && response.Headers.TryGetValues(header, out IEnumerable<string>? values)
        && long.TryParse(values.First(), NumberStyles.Integer, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
}
