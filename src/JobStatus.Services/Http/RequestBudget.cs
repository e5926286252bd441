using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
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

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    private static readonly ConditionalWeakTable<TimeProvider, Dictionary<string, WeakReference<RequestBudget>>> Known = new();

    private readonly object _gate = new();
    private readonly TimeProvider _time;
    private readonly ServiceLimits _limits;
    private readonly double? _perSecond;
    private DateTimeOffset _nextTurn;
    private DateTimeOffset _quietUntil;
    private DateTimeOffset _nextLook;
    private long? _left;
    private long? _allowance;

    private RequestBudget(TimeProvider time, ServiceLimits limits, double? perSecond)
    {
        _time = time;
        _limits = limits;
        _perSecond = perSecond;
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
    public static RequestBudget Of(TimeProvider time, Uri place, ServiceLimits limits, double? perSecond, IEnumerable<string> secrets)
    {
        // The key itself is not kept for this.
        using SHA256 hash = SHA256.Create();
        string name = Convert.ToBase64String(hash.ComputeHash(Encoding.UTF8.GetBytes(
            string.Join("\n", secrets.Prepend($"{place.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)} {perSecond}")))));
        Dictionary<string, WeakReference<RequestBudget>> budgets = Known.GetOrCreateValue(time);
        lock (budgets)
        {
            if (budgets.TryGetValue(name, out WeakReference<RequestBudget>? known) && known.TryGetTarget(out RequestBudget? budget))
            {
                return budget;
            }

            budget = new RequestBudget(time, limits, perSecond ?? limits.RequestsPerSecond);
            budgets[name] = new WeakReference<RequestBudget>(budget);
            return budget;
        }
    }

    /// <summary>Waits until one more request may go out. Who is asked to wait longer than the longest patience goes at once.</summary>
    public async Task WaitForTurnAsync(TimeSpan longestPatience, Action<TimeSpan> told, CancellationToken cancellationToken)
    {
        TimeSpan delay = TakeTurn(longestPatience);
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
            DateTimeOffset now = _time.GetUtcNow();
            lock (_gate)
            {
                return _nextLook > now ? _nextLook - TimeSpan.FromSeconds(_limits.TimeLeft(now).TotalSeconds * Burst) : default;
            }
        }
    }

    /// <summary>Counts the requests of a look of a wait.</summary>
    public void CountLook(int requests)
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            if (_left is not { } left)
            {
                return;
            }

            TimeSpan period = _limits.TimeLeft(now);
            double seconds = Math.Min(period.TotalSeconds, requests * period.TotalSeconds / Math.Max(1, left * ShareForWaits));
            _nextLook = (_nextLook > now ? _nextLook : now) + TimeSpan.FromSeconds(seconds);
        }
    }

    /// <summary>What is left, for people: "312 of 5000 requests left for this hour".</summary>
    public string Describe()
    {
        lock (_gate)
        {
            string of = _allowance is { } allowance ? $" of {allowance}" : string.Empty;
            return $"{_left ?? 0}{of} requests left for this {_limits.PeriodName}";
        }
    }

    private TimeSpan TakeTurn(TimeSpan longestPatience)
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            DateTimeOffset turn = _quietUntil > now && _quietUntil - now <= longestPatience ? _quietUntil : now;
            if (_perSecond is { } perSecond)
            {
                // As many as a second allows may go at once; after them the others follow one by one.
                TimeSpan apart = TimeSpan.FromSeconds(1 / perSecond);
                _nextTurn = (_nextTurn > turn ? _nextTurn : turn) + apart;
                DateTimeOffset earliest = _nextTurn - (apart > OneSecond ? apart : OneSecond);
                turn = earliest > turn ? earliest : turn;
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
