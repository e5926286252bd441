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

    // The cancellation token is checked after this number of places where a secret could start. It is a power of two.
    private const int CancellationInterval = 4096;

    private readonly List<SecretForm> _forms = [];
    private readonly int _minCutLength;

    /// <param name="secrets">The secrets.</param>
    /// <param name="minCutLength">The minimum number of characters of a secret that are replaced if the rest was cut off.</param>
    public SecretForms(IEnumerable<string> secrets, int minCutLength)
    {
        _minCutLength = minCutLength;

        // A longer secret can contain a shorter one.
        foreach (string secret in secrets.OrderByDescending(static secret => secret.Length))
        {
            _forms.Add(new SecretForm(secret, isBase64: false));
            _forms.AddRange(Base64Text.FormsOf(secret).Select(static text => new SecretForm(text, isBase64: true)));
        }
    }

    /// <summary>Replaces the secrets in a text with <c>***</c>.</summary>
    public string Redact(string text, CancellationToken cancellationToken = default)
    {
        // The search of a long text must be cancelable.
        bool isSlow = text.Length >= CancellationInterval || EncodedText.MayBeIn(text);
        foreach (SecretForm form in _forms)
        {
            string redacted;
            while ((redacted = ReplaceAll(text, isSlow, form, cancellationToken)) != text)
            {
                text = redacted;
                if (!form.Text.Contains(Mask))
                {
                    break;
                }
            }
        }

        return text;
    }

    private string ReplaceAll(string text, bool isSlow, SecretForm form, CancellationToken cancellationToken)
    {
        string secret = form.Text;

        // An encoded character is never shorter than the character. Most texts in a response are shorter than a secret, or are
        // short and contain no encoded characters.
        if (isSlow
            ? text.Length < secret.Length && !EncodedText.IsCut(text)
            : text.Length < secret.Length || text.IndexOf(secret, StringComparison.OrdinalIgnoreCase) < 0)
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

            int end = EncodedText.FindEnd(text, at, secret, _minCutLength);
            if (end < 0)
            {
                at++;
                continue;
            }

            int start = at;
            if (form.IsBase64)
            {
                Base64Text.Extend(text, copied, ref start, ref end);
            }

            result = (result ?? new StringBuilder(text.Length)).Append(text, copied, start - copied).Append(Mask);
            copied = end;
            at = end;
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    private sealed class SecretForm(string text, bool isBase64)
    {
        public string Text { get; } = text;

        public bool IsBase64 { get; } = isBase64;
    }
}
