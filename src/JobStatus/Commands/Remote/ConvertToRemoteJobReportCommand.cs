using System;
using System.Collections.Generic;
using System.Management.Automation;
using JobStatus.Rehydration;
using JobStatus.Reports;

namespace JobStatus.Commands;

/// <summary>Creates a report about jobs, as one string.</summary>
[Cmdlet(VerbsData.ConvertTo, "RemoteJobReport", HelpUri = HelpPages.Root + "ConvertTo-RemoteJobReport.md")]
[OutputType(typeof(string))]
public sealed class ConvertToRemoteJobReportCommand : PSCmdlet
{
    private readonly List<RemoteJob> _jobs = [];

    /// <summary>The jobs that the report is about.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [RemoteJobArgument]
    [AllowEmptyCollection]
    public RemoteJob[] RemoteJob { get; set; } = [];

    /// <summary>The format of the report.</summary>
    [Parameter]
    public ReportFormat As { get; set; } = ReportFormat.Html;

    /// <summary>The title of the report.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Job report";

    /// <summary>Collects the jobs.</summary>
    protected override void ProcessRecord()
    {
        foreach (RemoteJob job in RemoteJob)
        {
            if (job is InvalidJobArgument invalid)
            {
                WriteError(invalid.ToErrorRecord());
            }
            else
            {
                _jobs.Add(job);
            }
        }
    }

    /// <summary>Writes the report.</summary>
    protected override void EndProcessing()
    {
        JobReport report = JobReport.Create(_jobs, Title, DateTimeOffset.Now, TimeZoneInfo.Local);
        WriteObject(As switch
        {
            ReportFormat.MailHtml => MailReport.Write(report),
            ReportFormat.Markdown => MarkdownReport.Write(report),
            ReportFormat.Text => TextReport.Write(report),
            _ => HtmlReport.Write(report),
        });
    }
}
