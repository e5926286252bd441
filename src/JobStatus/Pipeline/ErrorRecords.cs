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
            // The text contains the recommended action, because most views do not show ErrorDetails.RecommendedAction. If it
            // were set as well, PowerShell 7.6 would show the action twice.
            ErrorDetails = new ErrorDetails(exception.Message),
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
}
