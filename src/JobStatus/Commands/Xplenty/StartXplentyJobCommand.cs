using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Starts an Xplenty job: a run of a package on a cluster. It is sent once, whatever happens.</summary>
[Cmdlet(VerbsLifecycle.Start, "XplentyJob", SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Start-XplentyJob.md")]
[OutputType(typeof(XplentyJob))]
public sealed class StartXplentyJobCommand : ConnectedCommand
{
    /// <summary>The package to run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(XplentyPackageCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long PackageId { get; set; }

    /// <summary>The cluster to run it on.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(XplentyClusterCompleter))]
    [ValidateRange(1, long.MaxValue)]
    public long ClusterId { get; set; }

    /// <summary>Values of the package's variables, by name.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary Variable { get; set; } = new Hashtable();

    /// <summary>Expressions for the package's variables, by name, which Xplenty works out when the job starts.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary DynamicVariable { get; set; } = new Hashtable();

    /// <summary>Texts for the package's dynamic variables, by name: they are quoted, so that Xplenty takes them as they are.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary DynamicText { get; set; } = new Hashtable();

    private protected override string ServiceName => "Xplenty";

    /// <summary>Starts the job.</summary>
    protected override void ProcessRecord()
    {
        XplentyRunRequest run = OptionsOf(Run);
        string target = $"Xplenty package {PackageId} on cluster {ClusterId}";
        if (ShouldProcess(target, $"Start {run}"))
        {
            Read(target, async (client, call) => await ((XplentyClient)client).StartJobAsync(run, call).ConfigureAwait(false));
        }
    }

    private XplentyRunRequest Run()
    {
        Dictionary<string, object?> dynamic = NamedValues.Of(ServiceName, DynamicVariable);
        foreach (KeyValuePair<string, object?> text in NamedValues.Of(ServiceName, DynamicText))
        {
            dynamic[text.Key] = XplentyRunRequest.Quote(NamedValues.Text(ServiceName, text.Key, text.Value));
        }

        return new XplentyRunRequest(PackageId, ClusterId) { Variables = NamedValues.Of(ServiceName, Variable), DynamicVariables = dynamic };
    }
}
