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
/// Tracks the limits of one key, and is shared by everything in the process that uses the key: the rate limit, the
/// remaining quota, and the time until which the service requested a pause.
/// </summary>
internal sealed class RequestBudget
{
    // The share of the remaining quota that all waits together may use. The rest is left for other commands.
    private const double WaitShare = 0.5;

    // The part of the waits' share that may be used at once, before polls are spread over the rest of the period.
    private const double BurstShare = 0.05;

    // The part of that burst that requests which can wait may use. The rest is left for polls.
    private const double SpareShare = 0.5;

    // An upper bound for the number of requests that are sent without a delay.
    private const double MaxBurst = 1000;

    // A longer pause is shortened to this limit.
    private static readonly TimeSpan MaxPause = TimeSpan.FromHours(1);

    private static readonly ConditionalWeakTable<TimeProvider, Dictionary<string, WeakReference<RequestBudget>>> Known = new();

    private readonly object _gate = new();
    private readonly TimeProvider _time;
    private readonly RateLimits _rateLimits;

    // The send times of the latest requests in ascending order, some of which are in the future. The list holds as many
    // times as the rate limit allows per second.
    private readonly List<DateTimeOffset> _sendTimes = [];
    private int _maxSendTimes;
    private DateTimeOffset _pausedUntil;

    // The number of requests that waits have sent beyond their share, and the time at which that number was determined.
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

    /// <summary>The end of the pause that the service requested. A time in the past means that there is no pause.</summary>
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

    /// <summary>Returns the budget for a key. Connections with the same key and the same server share a budget.</summary>
    public static RequestBudget For(TimeProvider time, Uri baseUri, RateLimits rateLimits, IEnumerable<string> secrets)
    {
        // Only a hash is kept, not the key. If two keys have the same hash, they share a budget, which does no harm.
        int secretsHash = StringComparer.Ordinal.GetHashCode(string.Join("\n", secrets));
        string server = baseUri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        string key = FormattableString.Invariant($"{server} {secretsHash}");
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

    /// <summary>Returns a budget for a reader that has no limits of its own. It only tracks pauses.</summary>
    public static RequestBudget Unlimited() => new(TimeProvider.System, new RateLimits());

    /// <summary>Waits until the next request may be sent.</summary>
    /// <param name="perSecond">The maximum number of requests per second, or null for no limit.</param>
    /// <param name="maxPause">The longest pause to respect. If the remaining pause is longer, it is ignored.</param>
    /// <param name="onDelay">Receives the length of the delay, if there is one.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task WaitToSendAsync(double? perSecond, TimeSpan maxPause, Action<TimeSpan> onDelay, CancellationToken cancellationToken)
    {
        TimeSpan delay = ReserveSendTime(perSecond, maxPause);
        if (delay <= TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        onDelay(delay);
        return _time.Delay(delay, cancellationToken);
    }

    /// <summary>Updates the remaining quota from the headers of a response.</summary>
    /// <returns>The remaining quota in the response, or null if it is not there.</returns>
    public long? Update(HttpResponseMessage response)
    {
        if (Number(response, _rateLimits.RemainingHeader) is not { } number)
        {
            return null;
        }

        long remaining = Math.Max(0, number);
        long? quota = Number(response, _rateLimits.QuotaHeader);
        lock (_gate)
        {
            ReduceExcess(_time.GetUtcNow());
            _remaining = remaining;
            _quota = quota ?? _quota;
        }

        return remaining;
    }

    /// <summary>Extends the pause that the service requested. A pause that ends earlier has no effect.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="retryAfter">The delay that the service requested. A longer delay than an hour is shortened.</param>
    public void Pause(DateTimeOffset now, TimeSpan retryAfter)
    {
        DateTimeOffset end = now + (retryAfter < MaxPause ? retryAfter : MaxPause);
        lock (_gate)
        {
            _pausedUntil = end > _pausedUntil ? end : _pausedUntil;
        }
    }

    /// <summary>
    /// The earliest time for the next poll, so that all waits together leave enough of the quota. A time in the past means
    /// that a poll is allowed now.
    /// </summary>
    public DateTimeOffset NextPoll
    {
        get
        {
            lock (_gate)
            {
                if (_remaining is null)
                {
                    return DateTimeOffset.MinValue;
                }

                // Setting the clock back must not delay the next poll.
                DateTimeOffset now = _time.GetUtcNow();
                _excessAt = now < _excessAt ? now : _excessAt;

                // The time in which the excess is made up at the rate that the remaining quota allows.
                double seconds = Math.Max(0, _excess - Burst) / WaitRequestsPerSecond(_excessAt);
                return _excessAt + TimeSpan.FromSeconds(Math.Min(seconds, _rateLimits.TimeUntilReset(_excessAt).TotalSeconds));
            }
        }
    }

    /// <summary>What waits may send now.</summary>
    public RequestAllowance Allowance
    {
        get
        {
            lock (_gate)
            {
                return new RequestAllowance
                {
                    PausedUntil = _pausedUntil,
                    NextPoll = NextPoll,
                    Remaining = _remaining,
                    Spare = _remaining is null ? null : (long)Math.Max(0, (Burst * SpareShare) - ExcessAt(_time.GetUtcNow())),
                };
            }
        }
    }

    /// <summary>Counts the requests of a poll.</summary>
    public void CountPoll(int requests)
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            ReduceExcess(now);
            _excess += _remaining is null ? 0 : requests;
        }
    }

    /// <summary>Describes the remaining quota, for example "312 of 5000 requests for this hour".</summary>
    public string Describe()
    {
        lock (_gate)
        {
            long remaining = _remaining ?? 0;
            string requests = _quota is { } quota ? FormattableString.Invariant($"of {quota} requests")
                : remaining == 1 ? "request"
                : "requests";
            return FormattableString.Invariant($"{remaining} {requests} for {_rateLimits.QuotaPeriod}");
        }
    }

    private double Burst => _remaining.GetValueOrDefault() * WaitShare * BurstShare;

    // The number of requests per second that all waits together may send from now on.
    private double WaitRequestsPerSecond(DateTimeOffset now) =>
        Math.Max(1, _remaining.GetValueOrDefault() * WaitShare) / Math.Max(1, _rateLimits.TimeUntilReset(now).TotalSeconds);

    private void ReduceExcess(DateTimeOffset now)
    {
        if (now > _excessAt)
        {
            _excess = ExcessAt(now);
            _excessAt = now;
        }
    }

    private double ExcessAt(DateTimeOffset now) =>
        Math.Max(0, _excess - (Math.Max(0, (now - _excessAt).TotalSeconds) * WaitRequestsPerSecond(_excessAt)));

    private TimeSpan ReserveSendTime(double? perSecond, TimeSpan maxPause)
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            DateTimeOffset sendTime = _pausedUntil > now && _pausedUntil - now <= maxPause ? _pausedUntil : now;
            if (perSecond is { } rate)
            {
                // With a limit of n requests per second, n requests are sent at once. Each later request follows the
                // request n places before it by one second.
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
