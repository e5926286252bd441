using System.Management.Automation;
using JobStatus.Services.Documents;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Converts the JSON or XML of a webhook or of a saved response to Alma job instances.</summary>
[Cmdlet(
    VerbsData.ConvertFrom,
    "AlmaJobInstance",
    DefaultParameterSetName = ByInput,
    HelpUri = HelpPages.Root + "ConvertFrom-AlmaJobInstance.md")]
[OutputType(typeof(AlmaJobInstance))]
public sealed class ConvertFromAlmaJobInstanceCommand : ConvertFromDocumentCommand
{
    private protected override DocumentFormat Format => AlmaClient.DocumentFormat;
}
