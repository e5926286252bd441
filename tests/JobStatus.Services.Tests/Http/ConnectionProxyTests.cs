using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using JobStatus.Services.Http;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class ConnectionProxyTests
{
    private static readonly Uri Service = new("https://service.example.org");

    [Theory]
    [InlineData("http://some-token:@proxy.example.org:8080", "some-token")]
    [InlineData("http://some-token@proxy.example.org:8080", "some-token")]
    [InlineData("http://us%2Fer:pass%2Fwo:rd@proxy.example.org:8080", "\\us/er:pass/wo:rd, us/er:pass/wo:rd, pass/wo:rd")]
    [InlineData("http://proxy.example.org:8080", "")]
    public void The_credentials_in_the_address_of_a_proxy_are_secrets_and_are_removed_from_it(string address, string secrets)
    {
        WebProxy specified = new(address);
        ConnectionProxy proxy = new(Service, specified);
        using HttpClientHandler handler = new();

        proxy.ApplyTo(handler);

        Assert.Equal(secrets, string.Join(", ", proxy.GetSecrets()));
        Assert.DoesNotContain(string.Empty, proxy.GetSecrets());
        Assert.True(handler.UseProxy);
        Assert.Equal("http://proxy.example.org:8080/", handler.Proxy!.GetProxy(Service)!.AbsoluteUri);
        Assert.Equal(secrets.Length == 0, handler.Proxy == specified);
        string? password = handler.Proxy.Credentials?.GetCredential(Service, "Basic")?.Password;
        Assert.Equal(secrets.Contains(':', StringComparison.Ordinal) ? "pass/wo:rd" : secrets.Length > 0 ? "" : null, password);
    }

    [Fact]
    public void Separate_credentials_of_a_proxy_are_used_instead_of_those_in_its_address()
    {
        WebProxy specified = new("http://a:b@proxy.example.org") { Credentials = new NetworkCredential("user", "word", "domain") };
        ConnectionProxy proxy = new(Service, specified);
        using HttpClientHandler handler = new();

        proxy.ApplyTo(handler);

        Assert.Equal(["domain\\user:word", "user:word", "word"], proxy.GetSecrets());
        Assert.Equal("word", handler.Proxy!.Credentials!.GetCredential(Service, "Basic")!.Password);
        Assert.Empty(handler.Proxy.GetProxy(Service)!.UserInfo);
    }

    [Fact]
    public void The_password_for_Basic_authentication_is_a_secret()
    {
        Uri address = new("http://proxy.example.org");
        CredentialCache credentials = new() { { address, "Basic", new NetworkCredential("user", "word") } };

        Assert.Equal("word", new ConnectionProxy(Service, new WebProxy(address) { Credentials = credentials }).GetSecrets().Last());
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://localhost")]
    [InlineData("http://[::1]")]
    public void A_connection_to_the_local_computer_uses_no_proxy(string address)
    {
        ConnectionProxy proxy = new(new Uri(address), new WebProxy("http://user:word@proxy.example.org"));
        using HttpClientHandler handler = new();

        proxy.ApplyTo(handler);

        Assert.False(handler.UseProxy);
        Assert.Null(handler.Proxy);
        Assert.Empty(proxy.GetSecrets());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_proxy_that_is_not_used_for_a_server_has_no_secrets(bool isBypassed, bool hasAddress)
    {
        Uri? address = hasAddress ? new Uri("http://user:word@proxy.example.org") : null;

        Assert.Empty(new ConnectionProxy(Service, new UnusedProxy(isBypassed, address)).GetSecrets());
    }

    [Fact]
    public void The_proxy_of_the_computer_is_used_unless_another_is_specified()
    {
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy("http://user:system@system.example.org");
        try
        {
            using HttpClientHandler handler = new();
            ConnectionProxy proxy = new(Service, null);
            proxy.ApplyTo(handler);

            Assert.Equal("system", proxy.GetSecrets().Last());
            Assert.Equal("http://system.example.org/", handler.Proxy!.GetProxy(Service)!.AbsoluteUri);
            Assert.Equal("own", new ConnectionProxy(Service, new WebProxy("http://user:own@proxy.example.org")).GetSecrets().Last());
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    private sealed class UnusedProxy(bool isBypassed, Uri? address) : IWebProxy
    {
        public ICredentials? Credentials { get; set; } = new NetworkCredential("user", "word");

        public Uri? GetProxy(Uri destination) => address;

        public bool IsBypassed(Uri host) => isBypassed;
    }
}
