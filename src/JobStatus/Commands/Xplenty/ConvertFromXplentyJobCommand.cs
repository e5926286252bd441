using System.Management.Automation;
using JobStatus.Services.Documents;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Converts the JSON of a service hook or of a saved response to Xplenty jobs.</summary>
[Cmdlet(
    VerbsData.ConvertFrom,
    "XplentyJob",
    DefaultParameterSetName = ByInput,
    HelpUri = HelpPages.Root + "ConvertFrom-XplentyJob.md")]
[OutputType(typeof(XplentyJob))]
public sealed class ConvertFromXplentyJobCommand : ConvertFromDocumentCommand
{
    private protected override DocumentFormat Format => XplentyClient.DocumentFormat;
}
