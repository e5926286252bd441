using System;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Http;

/// <summary>The user name and password of HTTP Basic authentication.</summary>
internal sealed record BasicCredential(string User, string Password)
{
    /// <summary>
    /// Returns the credential of the request, or null if it is missing or not valid. Without a colon, the whole text is the
    /// user name.
    /// </summary>
    public static BasicCredential? FromRequest(HttpRequest request)
    {
        if (request.CredentialOf("Basic") is not { } encoded)
        {
            return null;
        }

        byte[] bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out int length))
        {
            return null;
        }

        string[] parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return new BasicCredential(parts[0], parts.Length == 2 ? parts[1] : "");
    }
}
