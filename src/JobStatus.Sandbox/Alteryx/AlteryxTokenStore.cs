using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>The tokens that Alteryx Server gave out, and when each ends.</summary>
internal sealed class AlteryxTokenStore(TimeProvider clock)
{
    private const int TokenBytes = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _endings = [];

    internal string Issue(TimeSpan life)
    {
        string token = RandomNumberGenerator.GetHexString(TokenBytes * 2, lowercase: true);
        DateTimeOffset now = clock.GetUtcNow();
        lock (_gate)
        {
            foreach (string ended in _endings.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToArray())
            {
                _endings.Remove(ended);
            }

            _endings[token] = now + life;
        }

        return token;
    }

    internal bool IsValid(string? token)
    {
        lock (_gate)
        {
            return token is not null
                && _endings.TryGetValue(token, out DateTimeOffset ending)
                && clock.GetUtcNow() < ending;
        }
    }

    /// <summary>Ends all tokens at once.</summary>
    internal void Revoke()
    {
        lock (_gate)
        {
            _endings.Clear();
        }
    }
}
