using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>The issued access tokens and their expiration times.</summary>
internal sealed class AlteryxTokenStore(TimeProvider clock)
{
    private const int TokenBytes = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _expirations = [];

    public string Issue(TimeSpan lifetime)
    {
        string token = RandomNumberGenerator.GetHexString(TokenBytes * 2, lowercase: true);
        DateTimeOffset now = clock.GetUtcNow();
        lock (_gate)
        {
            foreach (string expired in _expirations.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToArray())
            {
                _expirations.Remove(expired);
            }

            _expirations[token] = now + lifetime;
        }

        return token;
    }

    public bool IsValid(string? token)
    {
        lock (_gate)
        {
            return token is not null
                && _expirations.TryGetValue(token, out DateTimeOffset expiration)
                && clock.GetUtcNow() < expiration;
        }
    }

    /// <summary>Revokes all tokens.</summary>
    public void Revoke()
    {
        lock (_gate)
        {
            _expirations.Clear();
        }
    }
}
