using System;
using System.Management.Automation;
using System.Security;
using JobStatus.Services;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Connects to an Xplenty (Integrate.io ETL) account.</summary>
[Cmdlet(VerbsCommunications.Connect, "Xplenty", HelpUri = HelpPages.Root + "Connect-Xplenty.md")]
[OutputType(typeof(JobStatusConnection))]
public sealed class ConnectXplentyCommand : ConnectServiceCommand
{
    /// <summary>The account id, as it appears in the URLs of the account's jobs.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string AccountId { get; set; } = string.Empty;

    /// <summary>The API key.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [SecretArgument]
    [ValidateNotNull]
    public SecureString ApiKey { get; set; } = new();

    /// <summary>The address of the API without the account id, if it is not the public address.</summary>
    [Parameter]
    [AddressArgument]
    [ValidateNotNull]
    public Uri? BaseUri { get; set; }

    private protected override JobServiceClient CreateClient() => new XplentyClient(CreateOptions(BaseUri), AccountId, ApiKey);
}
