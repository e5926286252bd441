using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Services.Http;

/// <summary>Replaces the secrets of a connection in text with <c>***</c>.</summary>
internal sealed class SecretRedactor
{
    // Redacting a shorter secret would also redact ordinary words.
    private const int MinLength = 4;

    // The data of a job must not be changed because of a short secret.
    private const int MinLengthInData = 8;

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
        new SecretForms(_secrets().Concat(_proxySecrets()).Where(static secret => secret.Length >= MinLength), MinLength).Redact(text);

    /// <summary>
    /// Returns the secrets to redact in the names and values of a response, which are those that the service receives. Short secrets
    /// are not redacted there, because they could be a part of other words. The result is meant for one response, because the
    /// secrets can change, and because revealing them for each value would take most of the time of reading a response.
    /// </summary>
    public SecretForms GetSecretsInData() =>
        new(_secrets().Where(static secret => secret.Length >= MinLengthInData), MinLengthInData);
}
