using System.Net;
using System.Security;

namespace JobStatus.Services.Tests;

internal static class SecureStrings
{
    public static SecureString From(string text) => new NetworkCredential(string.Empty, text).SecurePassword;
}
