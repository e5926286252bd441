using System.Net;
using System.Security;

namespace JobStatus.Services.Tests;

internal static class SecureText
{
    public static SecureString Of(string text) => new NetworkCredential(string.Empty, text).SecurePassword;
}
