using System;
using System.Collections.Generic;
using System.Management.Automation;
using JobStatus.Services;

namespace JobStatus.Pipeline;

/// <summary>
/// The PowerShell category and the recommended action for each kind of error, and the recommended actions for special cases.
/// The name of the kind is the error id.
/// </summary>
internal static class ErrorTable
{
    public static IReadOnlyDictionary<JobServiceErrorKind, (ErrorCategory Category, string RecommendedAction)> Kinds { get; } =
        new Dictionary<JobServiceErrorKind, (ErrorCategory, string)>
        {
            [JobServiceErrorKind.NotConnected] = (
                ErrorCategory.AuthenticationError,
                "Connect to the service, or set its environment variables."),
            [JobServiceErrorKind.AuthenticationFailed] = (
                ErrorCategory.AuthenticationError,
                "Check the key or token and its permission to use the jobs API, and then connect again."),
            [JobServiceErrorKind.AccessDenied] = (
                ErrorCategory.PermissionDenied,
                "Ask the service administrator for permission, or use a connection that has it."),
            [JobServiceErrorKind.JobNotFound] = (
                ErrorCategory.ObjectNotFound,
                "Check the id, and check that the connection is for the right institution, account, or Server."),
            [JobServiceErrorKind.InvalidRequest] = (
                ErrorCategory.InvalidArgument,
                "Check the values in the command and the state of the job, and then try again."),
            [JobServiceErrorKind.ResourceBusy] = (
                ErrorCategory.ResourceBusy,
                "Wait for the running job to finish, and then try again."),
            [JobServiceErrorKind.LimitReached] = (
                ErrorCategory.LimitsExceeded,
                "Send fewer requests, or try again later."),
            [JobServiceErrorKind.QuotaExhausted] = (
                ErrorCategory.QuotaExceeded,
                "Wait until the quota resets, or ask the service administrator to raise the quota."),
            [JobServiceErrorKind.NotSupportedByServer] = (
                ErrorCategory.NotImplemented,
                "Use a newer server version, or a command that this server supports."),
            [JobServiceErrorKind.ServiceUnavailable] = (
                ErrorCategory.ResourceUnavailable,
                "Check the address, the network, and the proxy, or try again later."),
            [JobServiceErrorKind.UntrustedServer] = (
                ErrorCategory.SecurityError,
                "Check the address and the certificate of the server."),
            [JobServiceErrorKind.UnexpectedResponse] = (
                ErrorCategory.InvalidData,
                "Check that the address points to the service's API, and that the response does not come from a proxy or a sign-in page."),
            [JobServiceErrorKind.FileExists] = (
                ErrorCategory.ResourceExists,
                "Choose another folder with -Path, or use -Force to overwrite the file."),
            [JobServiceErrorKind.WriteFailed] = (
                ErrorCategory.WriteError,
                "Check the folder, its permissions, and the free disk space."),
            [JobServiceErrorKind.WaitTimeout] = (
                ErrorCategory.OperationTimeout,
                "The job continues to run in the service. Wait again with a longer -Timeout."),
            [JobServiceErrorKind.JobFailed] = (
                ErrorCategory.InvalidResult,
                "Check the job in the web interface of the service."),
        };

    public static IReadOnlyDictionary<JobServiceErrorReason, string> Reasons { get; } = new Dictionary<JobServiceErrorReason, string>
    {
        [JobServiceErrorReason.ProxyCredentialsRequired] =
            "The proxy requires credentials. Connect again with -Proxy and -ProxyCredential.",
        [JobServiceErrorReason.CertificateNotTrusted] =
            "Check the address and the certificate. For your own server, you can connect with -SkipCertificateCheck.",
        [JobServiceErrorReason.AddressNotEncrypted] =
            "Use https. If you trust the network, you can use -AllowUnencryptedAuthentication.",
        [JobServiceErrorReason.EnvironmentAddressNotEncrypted] =
            "Use https. If you trust the network, connect with -AllowUnencryptedAuthentication instead of environment variables.",
        [JobServiceErrorReason.AlmaRegionMissing] = "Specify -Region or -BaseUri.",
        [JobServiceErrorReason.AlmaJobIdUnknown] = "Specify -JobId.",
        [JobServiceErrorReason.AlteryxAddressMissing] =
            "Specify -BaseUri with the Web API Address of the Server, which ends in /webapi.",
        [JobServiceErrorReason.WaitDuringPause] = "Wait again after the pause.",
        [JobServiceErrorReason.WaitWithoutStatus] =
            "The state of the job is not known. Check the id and the connection, and then wait again.",
        [JobServiceErrorReason.WaitWithUnknownState] =
            "It is not known whether the job has finished. Check it in the web interface of the service.",
        [JobServiceErrorReason.WaitWithoutRetry] = "Wait again with a longer -Timeout.",
        [JobServiceErrorReason.RetryExpected] = "To get the result of the retry, wait with -FollowRetry.",
        [JobServiceErrorReason.FileSavedByCommand] = "Save this file with another command, to another folder.",
    };

    /// <summary>How to connect to a service, as a sentence.</summary>
    public static string HowToConnect(JobServiceRegistration service) =>
        $"Run Connect-{service.Name}, or set {service.RequiredVariables}.";

    /// <summary>Adds the recommended action to an error, and to the errors that caused it, if they do not have one yet.</summary>
    public static void AddRecommendedAction(JobServiceException error)
    {
        if (error.RecommendedAction.Length == 0)
        {
            error.RecommendedAction =
                error.Reason is { } reason ? Reasons[reason]
                : error is { Kind: JobServiceErrorKind.LimitReached or JobServiceErrorKind.ServiceUnavailable, RetryAfter: { } delay }
                    ? $"Try again in {ToText(delay)}."
                : error.Kind == JobServiceErrorKind.NotConnected && JobServices.Find(error.Service) is { } service ? HowToConnect(service)
                : Kinds[error.Kind].RecommendedAction;
        }

        if (error.InnerException is JobServiceException cause)
        {
            AddRecommendedAction(cause);
        }
    }

    // Rounds up, so that the user does not try again too early.
    private static string ToText(TimeSpan delay) =>
        delay <= TimeSpan.FromMinutes(2) ? Count(delay.TotalSeconds, "second")
        : delay <= TimeSpan.FromHours(2) ? Count(delay.TotalMinutes, "minute")
        : Count(delay.TotalHours, "hour");

    private static string Count(double value, string unit)
    {
        double whole = Math.Ceiling(value);
        return FormattableString.Invariant($"{whole} {unit}{(whole == 1 ? string.Empty : "s")}");
    }
}
