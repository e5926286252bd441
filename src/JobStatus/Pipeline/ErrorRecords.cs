using System;
using System.Management.Automation;
using JobStatus.Services;

namespace JobStatus.Pipeline;

/// <summary>Makes PowerShell's errors from the services' table of errors.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(JobServiceException exception, object? target) =>
        new(exception, exception.Kind.ToString(), Category(exception.Kind), target)
        {
            ErrorDetails = new ErrorDetails(Text(exception)) { RecommendedAction = exception.RecommendedAction },
        };

    /// <summary>The error of a connection that was named and does not exist.</summary>
    public static ErrorRecord NoConnection(string name, string[] services) =>
        From(
            new JobServiceException(string.Join(", ", services), JobServiceErrorKind.NotConnected, $"There is no connection named '{name}'.", "Get-JobStatusConnection lists those that exist."),
            name);

    private static ErrorCategory Category(JobServiceErrorKind kind) =>
        Enum.TryParse(JobServiceErrors.For(kind).Category, out ErrorCategory category) ? category : ErrorCategory.NotSpecified;

#if NETFRAMEWORK
    // Windows PowerShell does not show the recommended action.
    private static string Text(JobServiceException exception) => exception.Message;
#else
    private static string Text(JobServiceException exception) => exception.Problem;
#endif
}
