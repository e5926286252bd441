using System;
using System.ComponentModel;
using System.Management.Automation;
using System.Net;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services;

namespace JobStatus.Commands;

/// <summary>What all Connect cmdlets share. Connecting sends nothing: the first read shows whether the key is good.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ConnectCommand : PSCmdlet
{
    /// <summary>
    /// The connection's name, for several side by side. A connection without a name is the service's default; a named
    /// one only where there is no other.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = ConnectionStore.DefaultName;

    /// <summary>The proxy to go through, instead of the machine's own settings.</summary>
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary>Who to be at the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Takes any TLS certificate: for a server of your own with a certificate of its own.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Sends the key over plain http also to another machine.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>How long one request may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>How often a read is repeated after a passing fault.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 4;

    /// <summary>
    /// The most requests in a second, together with other connections of the same key. Without it, the service's own
    /// limit where one is known: 25 for Alma.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? RequestsPerSecond { get; set; }

    /// <summary>Writes the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Makes the connection.</summary>
    protected override void EndProcessing()
    {
        if (SkipCertificateCheck)
        {
            WriteWarning("The server's certificate is not checked: whoever is on the way can read the key.");
        }

        JobStatusConnection connection;
        try
        {
            if (ProxyCredential is not null && Proxy is null)
            {
                throw new JobServiceException(Name, JobServiceErrorKind.InvalidRequest, "-ProxyCredential was given without -Proxy, and would not be used.", "Give -Proxy too, or leave -ProxyCredential out.");
            }

            connection = new JobStatusConnection(Open(), MyInvocation.MyCommand.Name);
            ConnectionStore.Add(connection);
        }
        catch (JobServiceException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Name));
            return;
        }

        if (PassThru)
        {
            WriteObject(connection);
        }
    }

    private protected abstract JobServiceClient Open();

    private protected ConnectionOptions Options(Uri? baseUri) => new(Name, baseUri)
    {
        Timeout = TimeSpan.FromSeconds(TimeoutSec),
        MaximumRetryCount = MaximumRetryCount,
        RequestsPerSecond = RequestsPerSecond,
        Proxy = Proxy is null ? null : new WebProxy(Proxy) { Credentials = ProxyCredential?.GetNetworkCredential() },
        SkipCertificateCheck = SkipCertificateCheck,
        AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
    };
}
