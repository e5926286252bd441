namespace JobStatus.Reports;

/// <summary>The class names that the style sheet of the page has for the states. They are short, because each run has two.</summary>
internal static class StateClass
{
    public static string Of(RemoteJobState state) => state switch
    {
        RemoteJobState.Completed => "c",
        RemoteJobState.Warning => "w",
        RemoteJobState.Failed => "f",
        RemoteJobState.Stopped => "s",
        RemoteJobState.Running => "r",
        RemoteJobState.Stopping => "t",
        RemoteJobState.Queued => "q",
        _ => "u",
    };
}
