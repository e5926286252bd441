using System;
using System.Collections.Generic;
using System.Net;
using System.Text;

namespace JobStatus.Services.Http;

/// <summary>
/// Redacts the secrets of a connection in text, in every form in which they are sent or can be encoded in an address.
/// </summary>
internal sealed class SecretRedactor
{
    // Redacting a shorter secret would also redact ordinary words.
    private const int MinSecretLength = 4;

    private readonly Func<IEnumerable<string>> _secrets;

    public SecretRedactor(Func<IEnumerable<string>> secrets)
    {
        _secrets = secrets;
    }

    public string Redact(string text)
    {
        foreach (string secret in _secrets())
        {
            if (secret.Length < MinSecretLength)
            {
                continue;
            }

            text = ReplaceAll(text, secret);
            text = ReplaceAll(text, Uri.EscapeDataString(secret));
            text = ReplaceAll(text, WebUtility.UrlEncode(secret));
            text = ReplaceAll(text, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
        }

        return text;
    }

    private static string ReplaceAll(string text, string secret)
    {
        int at;
        while ((at = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase)) >= 0)
        {
            text = text.Substring(0, at) + "***" + text.Substring(at + secret.Length);
        }

        return text;
    }
}
