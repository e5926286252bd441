using System;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Http;

/// <summary>Reads the Authorization header.</summary>
internal static class AuthorizationHeader
{
    /// <summary>What follows the scheme, or null when the header is missing or has another scheme.</summary>
    internal static string? CredentialOf(this HttpRequest request, string scheme) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out AuthenticationHeaderValue? header)
        && header.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : null;

    /// <summary>Whether a secret is the one that is taken; an empty one never is.</summary>
    internal static bool IsSecret(this string? given, string taken) =>
        !string.IsNullOrEmpty(taken) && string.Equals(given, taken, StringComparison.Ordinal);
}
