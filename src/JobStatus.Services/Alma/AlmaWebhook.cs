using System;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace JobStatus.Services.Alma;

/// <summary>Checks the signature of webhooks.</summary>
/// <remarks>Source: Ex Libris Developer Network, "Webhooks".</remarks>
public static class AlmaWebhook
{
    /// <summary>
    /// Checks a signature, which is the HMAC-SHA256 of the body in Base64. The comparison takes the same time for every signature
    /// of the right length, so that its duration reveals nothing about the expected signature.
    /// </summary>
    /// <param name="body">The bytes of the body as they were received.</param>
    /// <param name="signature">The value of the header X-Exl-Signature; null or empty if the request had none.</param>
    /// <param name="secret">The secret in the integration profile.</param>
    /// <returns>True if the body was signed with the secret.</returns>
    /// <exception cref="JobServiceException">InvalidRequest: the secret is empty.</exception>
    public static bool HasValidSignature(byte[] body, string? signature, SecureString secret)
    {
        if (secret.Length == 0)
        {
            throw new JobServiceException(
                "Alma",
                JobServiceErrorKind.InvalidRequest,
                "The secret of the webhook is empty, so anyone could create a valid signature.",
                "Specify the secret in the integration profile.");
        }

        byte[] key = Encoding.UTF8.GetBytes(new NetworkCredential(string.Empty, secret).Password);
        try
        {
            using var hmac = new HMACSHA256(key);
            return AreEqual(Convert.ToBase64String(hmac.ComputeHash(body)), signature ?? string.Empty);
        }
        finally
        {
            Array.Clear(key, 0, key.Length);
        }
    }

    // .NET Framework has no CryptographicOperations.FixedTimeEquals. The length of a signature is not secret.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static bool AreEqual(string expected, string actual)
    {
        if (expected.Length != actual.Length)
        {
            return false;
        }

        int difference = 0;
        for (int index = 0; index < expected.Length; index++)
        {
            difference |= expected[index] ^ actual[index];
        }

        return difference == 0;
    }
}
