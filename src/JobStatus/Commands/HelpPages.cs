namespace JobStatus.Commands;

/// <summary>The address of the online help. The pages are in docs/en-US.</summary>
internal static class HelpPages
{
    public const string Root = "https://github.com/JobStatus/JobStatus/blob/main/docs/en-US/";
}
