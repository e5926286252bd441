namespace JobStatus.Commands;

/// <summary>Where the cmdlets' help is on the web: the one place that says so. The pages lie in docs/en-US.</summary>
internal static class HelpPages
{
    public const string Root = "https://github.com/JobStatus/JobStatus/blob/main/docs/en-US/";
}
