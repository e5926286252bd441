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
    /// <param name="name">The name.</param>
    /// <param name="services">The services that were specified, which can contain wildcards.</param>
    /// <param name="searched">The services whose connections were searched, or null if all were.</param>
    public static ErrorRecord ConnectionNotFound(string name, string[] services, string? searched) =>
        From(
            new JobServiceException(
                string.Join(", ", services),
                JobServiceErrorKind.NotConnected,
                $"There is no connection{(searched is null ? null : $" to {searched}")} named '{name}'.",
                "Use Get-JobStatusConnection to list the connections."),
            name);
}
