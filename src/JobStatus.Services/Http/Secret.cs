using System.Linq;
using System.Net;
using System.Security;

namespace JobStatus.Services.Http;

/// <summary>A key, token or client secret. It shows itself only to who asks by name.</summary>
internal sealed class Secret
{
    private readonly SecureString _value;

    public Secret(SecureString value)
    {
        _value = value.Copy();
        _value.MakeReadOnly();
    }

    public string Reveal() => new NetworkCredential(string.Empty, _value).Password;

    public override string ToString() => "***";

    /// <summary>Takes a secret that can stand in a header; says what is wrong with any other without showing it.</summary>
    /// <exception cref="JobServiceException">InvalidRequest: it is empty, or has characters that no header takes.</exception>
    public static Secret ForHeader(string service, string secretKind, SecureString value)
    {
        var secret = new Secret(value);
        string text = secret.Reveal();
        if (value.Length == 0)
        {
            throw new JobServiceException(service, JobServiceErrorKind.InvalidRequest, $"The {service} {secretKind} is empty.", $"Give the whole {secretKind}.");
        }

        // What is revealed ends at a NUL.
        if (text.Length < value.Length || text.Any(c => c is <= ' ' or > '~'))
        {
            throw new JobServiceException(
                service,
                JobServiceErrorKind.InvalidRequest,
                $"The {service} {secretKind} has a space, a line break or another character that cannot be sent.",
                "Copy it again without what surrounds it.");
        }

        return secret;
    }
}
