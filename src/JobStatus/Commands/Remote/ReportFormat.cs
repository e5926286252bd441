namespace JobStatus;

// The reports are in the model. If this enumeration were there too, PowerShell would load the model to examine the parameter,
// before the loader of the module could choose the ready-to-run image of the model.

/// <summary>The format of a report about jobs.</summary>
public enum ReportFormat
{
    /// <summary>A web page with a timeline and a table that can be sorted and filtered.</summary>
    Html = 0,

    /// <summary>A web page for mail programs: without scripts, drawings and style sheets.</summary>
    MailHtml = 1,

    /// <summary>Markdown for the job summaries of CI systems and for chat messages.</summary>
    Markdown = 2,

    /// <summary>Plain text with lines of at most 72 characters, for mail and consoles.</summary>
    Text = 3,
}
