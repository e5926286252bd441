using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Starts an Xplenty job, which runs a package on a cluster. The request is never retried.</summary>
[Cmdlet(VerbsLifecycle.Start, "XplentyJob", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Start-XplentyJob.md")]
[OutputType(typeof(XplentyJob))]
public sealed class StartXplentyJobCommand : ItemCommand
{
    /// <summary>The id of the package to run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(XplentyPackageCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long PackageId { get; set; }

    /// <summary>The id of the cluster to run the package on.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(XplentyClusterCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long ClusterId { get; set; }

    /// <summary>The values of the package's variables, by name.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary Variable { get; set; } = new Hashtable();

    /// <summary>Expressions for the package's dynamic variables, by name. Xplenty evaluates them when the job starts.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary DynamicVariable { get; set; } = new Hashtable();

    /// <summary>
    /// Texts for the package's dynamic variables, by name. They are quoted, so that Xplenty does not evaluate them.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary DynamicText { get; set; } = new Hashtable();

    private protected override string ServiceName => "Xplenty";

    /// <summary>Starts the job.</summary>
    private protected override void ProcessItem()
    {
        XplentyRunRequest run = ConvertParameters(CreateRun);
        string target = $"Xplenty package {PackageId} on cluster {ClusterId}";
        if (ShouldProcess(target, $"Start with {run}"))
        {
            Read<XplentyClient, XplentyJob>(target, (client, call) => client.StartJobAsync(run, call));
        }
    }

    private XplentyRunRequest CreateRun()
    {
        Dictionary<string, object?> dynamic = NamedValues.From(ServiceName, DynamicVariable);
        foreach (KeyValuePair<string, object?> text in NamedValues.From(ServiceName, DynamicText))
        {
            dynamic[text.Key] = XplentyRunRequest.Quote(NamedValues.ToText(ServiceName, text.Key, text.Value));
        }

        return new XplentyRunRequest(PackageId, ClusterId)
        {
            Variables = NamedValues.From(ServiceName, Variable),
            DynamicVariables = dynamic,
        };
    }
}
