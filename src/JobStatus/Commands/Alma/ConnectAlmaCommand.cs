using System;
using System.Management.Automation;
using System.Security;
using JobStatus.Services;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Connects to Ex Libris Alma.</summary>
[Cmdlet(VerbsCommunications.Connect, "Alma", DefaultParameterSetName = ByRegion, HelpUri = HelpPages.Root + "Connect-Alma.md")]
[OutputType(typeof(JobStatusConnection))]
public sealed class ConnectAlmaCommand : ConnectServiceCommand
{
    private const string ByRegion = "Region";
    private const string ByBaseUri = "BaseUri";

    /// <summary>The API key. It needs permission for the Configuration API.</summary>
    [Parameter(Mandatory = true)]
    [SecretArgument]
    [ValidateNotNull]
    public SecureString ApiKey { get; set; } = new();

    /// <summary>
    /// The region that hosts the institution: North America, Europe, Asia Pacific, Asia Pacific South, Canada or China.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByRegion)]
    [ValidateSet("NA", "EU", "AP", "APS", "CA", "CN")]
    public string Region { get; set; } = string.Empty;

    /// <summary>The address of the API host, if it is not one of the regional hosts.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByBaseUri)]
    [AddressArgument]
    [ValidateNotNull]
    public Uri? BaseUri { get; set; }

    private protected override JobServiceClient CreateClient() =>
        new AlmaClient(CreateOptions(ParameterSetName == ByRegion ? AlmaRegions.GetHost(Region) : BaseUri), ApiKey);
}
