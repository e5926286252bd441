using System;
using System.Management.Automation;
using JobStatus.Services;

namespace JobStatus.Pipeline;

/// <summary>Creates PowerShell error records from service exceptions and the services' error table.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(JobServiceException exception, object? target) =>
        new(exception, exception.Kind.ToString(), Category(exception.Kind), target)
        {
            ErrorDetails = new ErrorDetails(Text(exception)) { RecommendedAction = exception.RecommendedAction },
        };

    /// <summary>Creates the error for a connection name that does not exist.</summary>
    public static ErrorRecord ConnectionNotFound(string name, string[] services) =>
        From(
            new JobServiceException(
                string.Join(", ", services),
                JobServiceErrorKind.NotConnected,
                $"There is no connection named '{name}'.",
                "Use Get-JobStatusConnection to list the connections."),
            name);

    private static ErrorCategory Category(JobServiceErrorKind kind) =>
        Enum.TryParse(JobServiceErrors.For(kind).Category, out ErrorCategory category) ? category : ErrorCategory.NotSpecified;

#if NETFRAMEWORK
    // Windows PowerShell does not display RecommendedAction, so the text must contain it.
    private static string Text(JobServiceException exception) => exception.Message;
#else
    private static string Text(JobServiceException exception) => exception.Problem;
#endif
}
