using System;
using System.ComponentModel;
using System.Management.Automation;
using System.Net;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus.Commands;

/// <summary>
/// The base class of the Connect cmdlets. Connecting sends no request; the first request of another cmdlet shows whether
/// the credentials are valid.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ConnectServiceCommand : PSCmdlet
{
    private static readonly string[] ProxySchemes = ["http", "https", "socks4", "socks4a", "socks5"];

    /// <summary>
    /// The name of the connection, for using several connections side by side. A connection without a name becomes the
    /// default connection of the service. A named connection becomes the default only if it replaces the default, or if
    /// there is neither a default nor a connection from the environment variables.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = ConnectionStore.DefaultName;

    /// <summary>
    /// The address of the proxy, without credentials. The default is the machine's proxy settings. Connections to this machine
    /// do not use a proxy.
    /// </summary>
    [Parameter]
    [AddressArgument]
    public Uri? Proxy { get; set; }

    /// <summary>The credentials for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Accepts any TLS certificate, for in-house servers with self-signed certificates.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Allows sending the credentials over unencrypted HTTP to another machine, directly or through a proxy.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>The time limit for one request, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>The maximum number of retries of a read request after a transient error.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 4;

    /// <summary>
    /// The maximum number of requests per second, shared with other connections that use the same key. The default is
    /// the service's own rate limit if it is known: 25 for Alma.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? RequestsPerSecond { get; set; }

    /// <summary>Returns the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Creates the connection and adds it to the store.</summary>
    protected override void EndProcessing()
    {
        if (SkipCertificateCheck)
        {
            WriteWarning(
                "The TLS certificate of the server is not checked. Anyone who can intercept the connection can read the credentials.");
        }

        JobStatusConnection connection;
        try
        {
            ValidateName();
            ValidateProxy();
            connection = new JobStatusConnection(CreateClient(), MyInvocation.MyCommand.Name);
            ConnectionStore.Add(connection);
        }
        catch (JobServiceException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Name));
            return;
        }

        if (!connection.IsDefault)
        {
            WriteVerbose($"The connection '{connection.Name}' is not the default. To use it, specify -Connection {connection.Name}.");
        }

        if (PassThru)
        {
            WriteObject(connection);
        }
    }

    private protected abstract JobServiceClient CreateClient();

    private protected ConnectionOptions CreateOptions(Uri? baseUri) => new(Name, baseUri)
    {
        Timeout = TimeSpan.FromSeconds(TimeoutSec),
        MaximumRetryCount = MaximumRetryCount,
        RequestsPerSecond = RequestsPerSecond,
        Proxy = Proxy is null ? null : new WebProxy(Proxy) { Credentials = ProxyCredential?.GetNetworkCredential() },
        SkipCertificateCheck = SkipCertificateCheck,
        AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
    };

    private void ValidateName()
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            throw new JobServiceException(
                Name,
                JobServiceErrorKind.InvalidRequest,
                "The name of the connection is blank.",
                "Specify a name with -Name, or omit -Name.");
        }
    }

    private void ValidateProxy()
    {
        if (Proxy is null && ProxyCredential is not null)
        {
            throw InvalidProxy("-ProxyCredential has no effect without -Proxy.", "Specify -Proxy, or omit -ProxyCredential.");
        }

        if (Proxy is null)
        {
            return;
        }

        // If the scheme is missing, the user name can be mistaken for the scheme.
        if (Proxy.OriginalString.IndexOf('@') >= 0)
        {
            throw InvalidProxy(
                "The proxy address contains a user name or a password.",
                "Specify only the address with -Proxy, and pass the user name and the password with -ProxyCredential.");
        }

        if (!Proxy.IsAbsoluteUri || Array.IndexOf(ProxySchemes, Proxy.Scheme) < 0)
        {
            throw InvalidProxy("The proxy address is not valid.", "Use an absolute address, such as http://proxy.example.org:8080.");
        }
    }

    private JobServiceException InvalidProxy(string problem, string recommendedAction) =>
        new(Name, JobServiceErrorKind.InvalidRequest, problem, recommendedAction);
}
