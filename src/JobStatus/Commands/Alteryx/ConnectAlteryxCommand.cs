using System;
using System.Management.Automation;
using System.Security;
using JobStatus.Services;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Connects to an Alteryx Server.</summary>
[Cmdlet(VerbsCommunications.Connect, "Alteryx", DefaultParameterSetName = ByCredential, HelpUri = HelpPages.Root + "Connect-Alteryx.md")]
[OutputType(typeof(JobStatusConnection))]
public sealed class ConnectAlteryxCommand : ConnectServiceCommand
{
    private const string ByCredential = "Credential";
    private const string ByAccessToken = "AccessToken";

    /// <summary>The Web API Address of the Server, which ends in /webapi.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AddressArgument]
    [ValidateNotNull]
    public Uri? BaseUri { get; set; }

    /// <summary>A credential whose user name is the API access key and whose password is the API access secret.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByCredential)]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>An access token from another source. It is not renewed when it expires.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByAccessToken)]
    [SecretArgument]
    [ValidateNotNull]
    public SecureString AccessToken { get; set; } = new();

    private protected override JobServiceClient CreateClient() =>
        ParameterSetName == ByAccessToken
            ? new AlteryxClient(CreateOptions(BaseUri), AccessToken)
            : new AlteryxClient(CreateOptions(BaseUri), Credential.UserName, Credential.Password ?? new SecureString());
}
