using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;

namespace JobStatus.Services.Http;

/// <summary>
/// Secrets in all forms in which they are searched for: in upper and lower case, in Base64, with any of their characters encoded,
/// and divided by white space.
/// </summary>
internal sealed class SecretForms
{
    private const string Mask = "***";

    // A longer part of a secret is more likely to be divided.
    private const int ProbeLength = 8;
    private const int ProbedLength = 48;
    private const int SearchBlockSize = 1024 * 1024;

    // The cancellation token is checked after this number of places where a secret could start. It is a power of two.
    private const int CancellationInterval = 4096;

    private readonly (string Secret, string[] InBase64)[] _secrets;

    public SecretForms(IEnumerable<string> secrets)
    {
        // A longer secret can contain a shorter one.
        _secrets = secrets
            .OrderByDescending(static secret => secret.Length)
            .Select(static secret => (secret, Base64Text.FormsOf(secret).ToArray()))
            .ToArray();
        Probes = _secrets.SelectMany(static forms => ProbesOf(forms.Secret)).Select(Encoding.ASCII.GetBytes).ToArray();
    }

    /// <summary>Parts of the secrets. A text in UTF-8 that contains none of them contains no secret.</summary>
    public IReadOnlyList<byte[]> Probes { get; }

    /// <summary>Returns true if a text in UTF-8 contains any of the probes.</summary>
    public bool MayBeIn(ReadOnlySpan<byte> text, CancellationToken cancellationToken)
    {
        foreach (byte[] probe in Probes)
        {
            for (int start = 0; start < text.Length; start += SearchBlockSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int length = Math.Min(SearchBlockSize + probe.Length - 1, text.Length - start);
                if (text.Slice(start, length).IndexOf(probe) >= 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Replaces the secrets in a text with <c>***</c>.</summary>
    public string Redact(string text, CancellationToken cancellationToken = default)
    {
        // The search of a long text must be cancelable.
        bool isSlow = text.Length >= CancellationInterval || EncodedText.MayBeIn(text);
        foreach ((string secret, string[] inBase64) in _secrets)
        {
            string redacted;
            while ((redacted = ReplaceAll(text, isSlow, secret, isBase64: false, cancellationToken)) != text)
            {
                text = redacted;
                if (!secret.Contains(Mask))
                {
                    break;
                }
            }

            foreach (string encoded in inBase64)
            {
                text = ReplaceAll(text, isSlow, encoded, isBase64: true, cancellationToken);
            }
        }

        return text;
    }

    private static IEnumerable<string> ProbesOf(string secret)
    {
        string start = secret.Substring(0, Math.Min(secret.Length, ProbedLength));
        string plain = GetProbe(start);
        return new[] { plain, plain.ToLowerInvariant(), plain.ToUpperInvariant() }
            .Concat(Base64Text.FormsOf(start).Select(GetProbe))
            .Distinct();
    }

    private static string ReplaceAll(
        string text,
        bool isSlow,
        string secret,
        bool isBase64,
        CancellationToken cancellationToken)
    {
        // An encoded character is never shorter than the character. Most texts in a response are shorter than a secret, or are
        // short and contain no encoded characters.
        if (text.Length < secret.Length || (!isSlow && text.IndexOf(secret, StringComparison.OrdinalIgnoreCase) < 0))
        {
            return text;
        }

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
