using System.Linq;
using System.Net;
using System.Security;

namespace JobStatus.Services.Http;

/// <summary>A key, token, or client secret. Only <see cref="Reveal"/> returns the value.</summary>
internal sealed class Secret
{
    // Keeps a copy of the value, and does not copy it again when it is revealed.
    private readonly NetworkCredential _value;

    public Secret(SecureString value) => _value = new NetworkCredential(string.Empty, value);

    public string Reveal() => _value.Password;

    public override string ToString() => "***";

    /// <summary>Creates a secret for use in a header. The message of the error does not contain the value.</summary>
    /// <exception cref="JobServiceException">
    /// InvalidRequest: the value is empty or contains characters that are not allowed in a header.
    /// </exception>
    public static Secret ForHeader(string service, string secretKind, SecureString value)
    {
        var secret = new Secret(value);
        string text = secret.Reveal();
        if (value.Length == 0)
        {
            throw new JobServiceException(
                service,
                JobServiceErrorKind.InvalidRequest,
                $"The {service} {secretKind} is empty.",
                $"Specify the complete {secretKind}.");
        }

        // The revealed text ends at the first NUL, so it is shorter than a value that contains one.
        if (text.Length < value.Length || text.Any(c => c is <= ' ' or > '~'))
        {
            throw new JobServiceException(
                service,
                JobServiceErrorKind.InvalidRequest,
                $"The {service} {secretKind} contains a space, a line break, or another character that cannot be sent.",
                $"Copy the {secretKind} again, without any surrounding characters.");
        }

        return secret;
    }
}
