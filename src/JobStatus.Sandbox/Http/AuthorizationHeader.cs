using System;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Http;

/// <summary>Reads the Authorization header.</summary>
internal static class AuthorizationHeader
{
    /// <summary>Returns the text after the scheme, or null if the header is missing or has another scheme.</summary>
    public static string? CredentialOf(this HttpRequest request, string scheme) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out AuthenticationHeaderValue? header)
        && header.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : null;

    /// <summary>Returns true if the presented secret is the expected one. An empty secret never matches.</summary>
    public static bool MatchesSecret(this string? presented, string expected) =>
        !string.IsNullOrEmpty(expected) && string.Equals(presented, expected, StringComparison.Ordinal);
}
