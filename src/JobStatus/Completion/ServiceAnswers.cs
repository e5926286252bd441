using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services;

namespace JobStatus.Completion;

/// <summary>
/// What a service says to completers, kept for a while. Who presses Tab waits once, and not for long: an answer that
/// takes longer is there for the next time.
/// </summary>
internal sealed class ServiceAnswers
{
    /// <summary>The most that one completion waits for a service.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LifeOfAnswer = TimeSpan.FromMinutes(1);

    // What is not there can come soon, and a service that does not answer is not asked again at each Tab.
    private static readonly TimeSpan LifeOfNothing = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, IAnswer> _answers = new(StringComparer.Ordinal);

    private interface IAnswer
    {
        bool IsUsable { get; }
    }

    /// <summary>The items that the service has; those it had a while ago, or none, where it does not say in time.</summary>
    /// <param name="what">What is asked for; the same text is always about items of the same type.</param>
    /// <param name="ask">Makes the request.</param>
    public IReadOnlyList<T> Get<T>(string what, Func<CallContext, Task<IReadOnlyList<T>>> ask)
    {
        Answer<T> answer;
        lock (_answers)
        {
            IAnswer? known = _answers.TryGetValue(what, out IAnswer? found) ? found : null;
            if (known is { IsUsable: true })
            {
                return ((Answer<T>)known).Items;
            }

            foreach (string old in _answers.Where(other => !other.Value.IsUsable).Select(other => other.Key).ToArray())
            {
                _answers.Remove(old);
            }

            answer = new Answer<T>((known as Answer<T>)?.Items ?? []);
            _answers[what] = answer;
        }

        answer.AskAndWait(ask);
        return answer.Items;
    }

    private sealed class Answer<T> : IAnswer
    {
        private readonly Stopwatch _age = new();
        private volatile IReadOnlyList<T> _items;
        private volatile bool _isEnded;
        private volatile bool _isGood;

        public Answer(IReadOnlyList<T> before)
        {
            _items = before;
        }

        public IReadOnlyList<T> Items => _items;

        // One that is still under way will do: it has had its wait.
        public bool IsUsable => !_isEnded || _age.Elapsed < (_isGood ? LifeOfAnswer : LifeOfNothing);

        public void AskAndWait(Func<CallContext, Task<IReadOnlyList<T>>> ask) => Task.Run(() => AskAsync(ask)).Wait(LongestWait);

        // Nobody is there to be told of a failure.
        private async Task AskAsync(Func<CallContext, Task<IReadOnlyList<T>>> ask)
        {
            try
            {
                using var limit = new CancellationTokenSource(LongestRequest);
                IReadOnlyList<T> items = await ask(new CallContext(limit.Token) { RetryTransientErrors = false }).ConfigureAwait(false);
                _isGood = items.Count > 0;
                _items = items;
            }
            catch (Exception)
            {
                _isGood = false;
            }
            finally
            {
                _age.Start();
                _isEnded = true;
            }
        }
    }
}
