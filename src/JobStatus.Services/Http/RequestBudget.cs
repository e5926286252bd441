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
    private const double ShareForWaits = 0.5;

    // So much of the period's plan may be spent at once, before looks are spread over the rest of it.
    private const double Burst = 0.05;
    // More than this in a second nobody sends.
    private const double MostAtOnce = 1000;

    private static readonly ConditionalWeakTable<TimeProvider, Dictionary<string, WeakReference<RequestBudget>>> Known = new();

    private readonly object _gate = new();
    private readonly TimeProvider _time;
    private readonly ServiceLimits _limits;

    // When the last requests went out or will, in their order: as many as a second may have.
    private readonly List<DateTimeOffset> _turns = [];
    private int _mostTurns;
    private DateTimeOffset _quietUntil;

    // What the waits have asked for beyond their share, in requests, and when that was so.
    private double _ahead;
    private DateTimeOffset _aheadAt;
    private long? _left;
    private long? _allowance;

    private RequestBudget(TimeProvider time, ServiceLimits limits)
    {
        _time = time;
        _limits = limits;
        _aheadAt = time.GetUtcNow();
    }

    /// <summary>Until when the service asked to be left alone; a time that has passed where it did not.</summary>
    public DateTimeOffset QuietUntil
    {
        get
        {
            lock (_gate)
            {
                return _quietUntil;
            }
        }
    }

    /// <summary>The budget of a key. Two connections with the same key at the same place share it.</summary>
    public static RequestBudget Of(TimeProvider time, Uri place, ServiceLimits limits, IEnumerable<string> secrets)
    {
        // The key itself is not kept for this. Two keys that happen to have the same code share a budget: no harm is done.
        int keys = 0;
        foreach (string secret in secrets)
        {
            keys = unchecked((keys * 31) + StringComparer.Ordinal.GetHashCode(secret));
        }

        string name = FormattableString.Invariant($"{place.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)} {keys}");
        Dictionary<string, WeakReference<RequestBudget>> budgets = Known.GetOrCreateValue(time);
        lock (budgets)
        {
            if (budgets.TryGetValue(name, out WeakReference<RequestBudget>? known) && known.TryGetTarget(out RequestBudget? budget))
            {
                return budget;
            }

            foreach (string unused in budgets.Where(other => !other.Value.TryGetTarget(out _)).Select(other => other.Key).ToArray())
            {
                budgets.Remove(unused);
            }

            budget = new RequestBudget(time, limits);
            budgets[name] = new WeakReference<RequestBudget>(budget);
            return budget;
        }
    }

    /// <summary>Waits until one more request may go out. Who is asked to wait longer than the longest patience goes at once.</summary>
    /// <param name="perSecond">How many requests may go out in a second; null for any number.</param>
    /// <param name="longestPatience">For how long to leave the service alone at the most, where it asked for that.</param>
    /// <param name="told">Is told for how long it waits.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    public async Task WaitForTurnAsync(double? perSecond, TimeSpan longestPatience, Action<TimeSpan> told, CancellationToken cancellationToken)
    {
        TimeSpan delay = TakeTurn(perSecond, longestPatience);
        if (delay > TimeSpan.Zero)
        {
            told(delay);
            await _time.Delay(delay, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes what an answer says of the allowance.</summary>
    public void Learn(HttpResponseMessage response)
    {
        long? left = Number(response, _limits.LeftHeader);
        long? allowance = Number(response, _limits.AllowanceHeader);
        if (left is null)
        {
            return;
        }

        lock (_gate)
        {
            EarnTo(_time.GetUtcNow());
            _left = Math.Max(0, left.Value);
            _allowance = allowance ?? _allowance;
        }
    }

    /// <summary>The service asked to be left alone for a time.</summary>
    public void KeepQuiet(TimeSpan time)
    {
        DateTimeOffset until = _time.GetUtcNow() + time;
        lock (_gate)
        {
            _quietUntil = until > _quietUntil ? until : _quietUntil;
        }
    }

    /// <summary>When a wait may look again (a time that has passed for at once), so that all waits together leave enough of the allowance.</summary>
    public DateTimeOffset NextLook
    {
        get
        {
            lock (_gate)
            {
                // What is ahead is earned in this time, at the rate that what is left now allows.
                double seconds = Math.Max(0, _ahead - (_left.GetValueOrDefault() * ShareForWaits * Burst)) / PerSecond(_aheadAt);
                return _aheadAt + TimeSpan.FromSeconds(Math.Min(seconds, _limits.TimeLeft(_aheadAt).TotalSeconds));
            }
        }
    }

    /// <summary>Counts the requests of a look of a wait.</summary>
    public void CountLook(int requests)
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            EarnTo(now);
            _ahead += _left is null ? 0 : requests;
        }
    }

    /// <summary>What is left, for people: "312 of 5000 requests left for this hour".</summary>
    public string Describe()
    {
        lock (_gate)
        {
            long left = _left ?? 0;
            return FormattableString.Invariant(
                $"{left}{(_allowance is { } allowance ? FormattableString.Invariant($" of {allowance} requests") : left == 1 ? " request" : " requests")} left for this {_limits.PeriodName}");
        }
    }

    // How many requests a second the waits may make from now on, together.
    private double PerSecond(DateTimeOffset now) =>
        Math.Max(1, _left.GetValueOrDefault() * ShareForWaits) / Math.Max(1, _limits.TimeLeft(now).TotalSeconds);

    private void EarnTo(DateTimeOffset now)
    {
        if (now > _aheadAt)
        {
            _ahead = _left is null ? 0 : Math.Max(0, _ahead - ((now - _aheadAt).TotalSeconds * PerSecond(_aheadAt)));
            _aheadAt = now;
        }
    }

    private TimeSpan TakeTurn(double? perSecond, TimeSpan longestPatience)
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            DateTimeOffset turn = _quietUntil > now && _quietUntil - now <= longestPatience ? _quietUntil : now;
            if (perSecond is { } most)
            {
                // As many as a second allows may go at once; each later one follows a second after the one as many before it.
                int atOnce = (int)Math.Max(1, Math.Min(most, MostAtOnce));
                TimeSpan apart = TimeSpan.FromSeconds(Math.Max(1, atOnce / most));
                DateTimeOffset earliest = _turns.Count < atOnce ? turn : _turns[_turns.Count - atOnce] + apart;
                turn = earliest > turn ? earliest : turn;
                int place = _turns.FindLastIndex(other => other <= turn) + 1;
                _turns.Insert(place, turn);
                _mostTurns = Math.Max(_mostTurns, atOnce);
                if (_turns.Count > _mostTurns)
                {
                    _turns.RemoveAt(0);
                }
            }

            return turn - now;
        }
    }

    private static long? Number(HttpResponseMessage response, string? header) =>
        header is not null
        && response.Headers.TryGetValues(header, out IEnumerable<string>? values)
        && long.TryParse(values.First(), NumberStyles.Integer, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
}
