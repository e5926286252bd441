using System;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Gets Xplenty packages by id, or lists them.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "XplentyPackage",
    DefaultParameterSetName = ByList,
    SupportsPaging = true,
    HelpUri = HelpPages.Root + "Get-XplentyPackage.md")]
[OutputType(typeof(XplentyPackage))]
public sealed class GetXplentyPackageCommand : ItemCommand
{
    private const string ById = "PackageId";
    private const string ByList = "List";

    /// <summary>The ids of the packages. They are read concurrently and written as they arrive.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(XplentyPackageCompleter))]
    [JobIdArgument(Service = "Xplenty", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string[] PackageId { get; set; } = [];

    /// <summary>Lists only packages with these names. Wildcards are supported.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ArgumentCompleter(typeof(XplentyPackageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Lists only active or only archived packages.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateSet("active", "archived")]
    public string? Status { get; set; }

    /// <summary>Lists only dataflows or only workflows.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateSet("dataflow", "workflow")]
    public string? FlowType { get; set; }

    private protected override string ServiceName => "Xplenty";

    /// <summary>Starts reading the packages.</summary>
    private protected override void ProcessItem()
    {
        if (ParameterSetName == ById)
        {
            foreach (string id in FindDefinitionIds(PackageId))
            {
                Read<XplentyClient, XplentyPackage>(id, (client, call) => client.GetPackageAsync(id, call));
            }

            return;
        }

        string? status = Status?.ToLowerInvariant();
        string? flowType = FlowType?.ToLowerInvariant();
        Func<XplentyPackage, bool>? filter = NamePatterns.CreateFilter<XplentyPackage>(Name, static package => package.Name);
        ReadList<XplentyClient, XplentyPackage>(
            null,
            (client, list, call) => client.ListPackagesAsync(status, flowType, list.Range, list, call, filter));
    }
}
