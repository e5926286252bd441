using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;

namespace JobStatus.Services.Http;

/// <summary>
/// Replaces the secrets of a connection in text with <c>***</c>. A secret is found in upper and lower case, in Base64, if any of
/// its characters are encoded, and if it is divided by white space.
/// </summary>
internal sealed class SecretRedactor
{
    private const string Mask = "***";

    // Redacting a shorter secret would also redact ordinary words.
    private const int MinLength = 4;

    // The data of a job must not be changed because of a short secret.
    private const int MinLengthInData = 8;

    // A longer part of a secret is more likely to be divided.
    private const int ProbeLength = 8;
    private const int ProbedLength = 48;
    private const int SearchBlockSize = 1024 * 1024;

    // The cancellation token is checked after this number of places where a secret could start. It is a power of two.
    private const int CancellationInterval = 4096;

    private readonly Func<IEnumerable<string>> _secrets;
    private readonly Func<IEnumerable<string>> _proxySecrets;

    /// <param name="secrets">Returns the secrets that the service receives.</param>
    /// <param name="proxySecrets">Returns the secrets that only the proxy receives, or null if there are none.</param>
    public SecretRedactor(Func<IEnumerable<string>> secrets, Func<IEnumerable<string>>? proxySecrets = null)
    {
        _secrets = secrets;
        _proxySecrets = proxySecrets ?? (static () => []);
    }

    /// <summary>Redacts all secrets in the text of an error or a message.</summary>
    public string Redact(string text) =>
        Redact(text, _secrets().Concat(_proxySecrets()).Where(static secret => secret.Length >= MinLength), default);

    /// <summary>
    /// Redacts the secrets that the service receives in a name or a value of a response. Short secrets are not redacted there,
    /// because they could be a part of other words.
    /// </summary>
    public string RedactData(string text, CancellationToken cancellationToken) => Redact(text, DataSecrets, cancellationToken);

    /// <summary>
    /// Returns the parts of secrets to search a response for. A response that contains none of them contains no secret.
    /// </summary>
    public IReadOnlyList<byte[]> GetProbes()
    {
        List<byte[]> probes = [];
        foreach (string secret in DataSecrets)
        {
            string start = secret.Substring(0, Math.Min(secret.Length, ProbedLength));
            string plain = GetProbe(start);
            probes.AddRange(
                new[] { plain, plain.ToLowerInvariant(), plain.ToUpperInvariant() }
                    .Concat(Base64Text.FormsOf(start).Select(GetProbe))
                    .Distinct()
                    .Select(Encoding.ASCII.GetBytes));
        }

        return probes;
    }

    /// <summary>Returns true if a response contains any of the probes.</summary>
    public static bool ContainsAny(ReadOnlySpan<byte> response, IReadOnlyList<byte[]> probes, CancellationToken cancellationToken)
    {
        foreach (byte[] probe in probes)
        {
            for (int start = 0; start < response.Length; start += SearchBlockSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int length = Math.Min(SearchBlockSize + probe.Length - 1, response.Length - start);
                if (response.Slice(start, length).IndexOf(probe) >= 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private IEnumerable<string> DataSecrets => _secrets().Where(static secret => secret.Length >= MinLengthInData);

    private static string Redact(string text, IEnumerable<string> secrets, CancellationToken cancellationToken)
    {
        // A longer secret can contain a shorter one.
        foreach (string secret in secrets.OrderByDescending(static secret => secret.Length))
        {
            string redacted;
            while ((redacted = ReplaceAll(text, secret, isBase64: false, cancellationToken)) != text)
            {
                text = redacted;
                if (!secret.Contains(Mask))
                {
                    break;
                }
            }

            foreach (string encoded in Base64Text.FormsOf(secret))
            {
                text = ReplaceAll(text, encoded, isBase64: true, cancellationToken);
            }
        }

        return text;
    }

    private static string ReplaceAll(string text, string secret, bool isBase64, CancellationToken cancellationToken)
    {
        char[] starts = [char.ToLowerInvariant(secret[0]), char.ToUpperInvariant(secret[0]), .. EncodedText.Starts];
        StringBuilder? result = null;
        int copied = 0;
        int at = 0;
        int count = 0;
        while ((at = text.IndexOfAny(starts, at)) >= 0)
        {
            if ((++count & (CancellationInterval - 1)) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            int end = EncodedText.FindEnd(text, at, secret);
            if (end < 0)
            {
                at++;
                continue;
            }

            int start = at;
            if (isBase64)
            {
                Base64Text.Extend(text, copied, ref start, ref end);
            }

            result = (result ?? new StringBuilder(text.Length)).Append(text, copied, start - copied).Append(Mask);
            copied = end;
            at = end;
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    // Letters and digits are the characters that are usually not encoded. If there are none, the empty probe is found everywhere.
    private static string GetProbe(string secret)
    {
        string longest = string.Empty;
        int start = 0;
        for (int i = 0; i < secret.Length && longest.Length < ProbeLength; i++)
        {
            if (!(secret[i] is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z'))
            {
                start = i + 1;
            }
            else if (i + 1 - start > longest.Length)
            {
                longest = secret.Substring(start, i + 1 - start);
            }
        }

        return longest;
    }
}
