using System.Management.Automation;

namespace JobStatus.Pipeline;

/// <summary>Creates PowerShell error records from service exceptions and the error table.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(JobServiceException exception, object? target)
    {
        ErrorTable.AddRecommendedAction(exception);
        return new(exception, exception.Kind.ToString(), ErrorTable.Kinds[exception.Kind].Category, target)
        {
            ErrorDetails = new ErrorDetails(Text(exception)) { RecommendedAction = exception.RecommendedAction },
        };
    }

    /// <summary>Creates the error for a connection name that does not exist.</summary>
    public static ErrorRecord ConnectionNotFound(string name, string[] services) =>
        From(
            new JobServiceException(
                string.Join(", ", services),
                JobServiceErrorKind.NotConnected,
                $"There is no connection named '{name}'.",
                "Use Get-JobStatusConnection to list the connections."),
            name);

#if NETFRAMEWORK
    // Windows PowerShell does not display RecommendedAction, so the text must contain it.
    private static string Text(JobServiceException exception) => exception.Message;
#else
    private static string Text(JobServiceException exception) => exception.Problem;
#endif
}
