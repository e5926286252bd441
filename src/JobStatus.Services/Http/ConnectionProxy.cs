using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
#if !NETFRAMEWORK
using System.Reflection;
#endif

namespace JobStatus.Services.Http;

/// <summary>
/// The proxy of a connection, either from its options or from the settings of the computer. Connections to the local computer
/// do not use a proxy. The address of the proxy contains no credentials, because .NET shows the address in error messages.
/// </summary>
internal sealed class ConnectionProxy
{
#if !NETFRAMEWORK
    // .NET Standard does not declare this property.
    private static readonly PropertyInfo? DefaultProxy = typeof(HttpClient).GetProperty("DefaultProxy");
#endif

    private readonly bool _isUsed;
    private readonly IWebProxy? _replacement;
    private readonly NetworkCredential? _credential;

    /// <summary>Determines the proxy of a connection.</summary>
    /// <param name="baseUri">The address of the service.</param>
    /// <param name="specified">The proxy from the options, or null to use the settings of the computer.</param>
    public ConnectionProxy(Uri baseUri, IWebProxy? specified)
    {
        if (baseUri.IsLoopback)
        {
            return;
        }

        _isUsed = true;
        _replacement = specified;
        IWebProxy? proxy = specified ?? SystemProxy;
        if (proxy is null || proxy.IsBypassed(baseUri) || proxy.GetProxy(baseUri) is not { } address)
        {
            return;
        }

        _credential = proxy.Credentials?.GetCredential(address, "Basic") ?? CredentialIn(address.UserInfo);
        if (address.UserInfo.Length > 0)
        {
            _replacement = new WebProxy(new UriBuilder(address) { UserName = string.Empty, Password = string.Empty }.Uri)
            {
                Credentials = _credential,
            };
        }
    }

    private static IWebProxy? SystemProxy =>
#if NETFRAMEWORK
        WebRequest.DefaultWebProxy;
#else
        DefaultProxy?.GetValue(null) as IWebProxy;
#endif

    /// <summary>Sets the proxy of a handler. Without a replacement, the handler uses the settings of the computer.</summary>
    public void ApplyTo(HttpClientHandler handler)
    {
        handler.UseProxy = _isUsed;
        if (_replacement is not null)
        {
            handler.Proxy = _replacement;
        }
    }

    /// <summary>Returns the secrets that must be redacted, in each form in which they are sent.</summary>
    public IEnumerable<string> GetSecrets()
    {
        if (_credential is not { UserName: var user, Password: var password, Domain: var domain })
        {
            yield break;
        }

        // Some proxies accept a token as the user name, without a password.
        if (password.Length == 0)
        {
            yield return user;
            yield break;
        }

        yield return $"{domain}\\{user}:{password}";
        yield return $"{user}:{password}";
        yield return password;
    }

    private static NetworkCredential? CredentialIn(string userInfo)
    {
        if (userInfo.Length == 0)
        {
            return null;
        }

        string[] parts = userInfo.Split([':'], 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : string.Empty);
    }
}
