using System;
using System.Management.Automation;
using System.Security;
using JobStatus.Services;
using JobStatus.Services.Alteryx;

namespace JobStatus.Commands;

/// <summary>Connects to an Alteryx Server.</summary>
[Cmdlet(VerbsCommunications.Connect, "Alteryx", DefaultParameterSetName = ByCredential, HelpUri = HelpPages.Root + "Connect-Alteryx.md")]
[OutputType(typeof(JobStatusConnection))]
public sealed class ConnectAlteryxCommand : ConnectCommand
{
    private const string ByCredential = "Credential";
    private const string ByAccessToken = "AccessToken";

    /// <summary>The Server's Web API Address, which ends in /webapi.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public Uri? BaseUri { get; set; }

    /// <summary>The API access key as user name, and the API access secret as password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByCredential)]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>A token that was got elsewhere. It is not renewed when it ends.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByAccessToken)]
    [SecretArgument]
    [ValidateNotNull]
    public SecureString AccessToken { get; set; } = new();

    private protected override JobServiceClient Open() =>
        ParameterSetName == ByAccessToken
            ? new AlteryxClient(Options(BaseUri), AccessToken)
            : new AlteryxClient(Options(BaseUri), Credential.UserName, Credential.Password ?? new SecureString());
}
