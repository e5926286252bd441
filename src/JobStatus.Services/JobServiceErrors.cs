using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Services;

/// <summary>The table of error kinds, with the category and the recommended action for each.</summary>
public static class JobServiceErrors
{
    private static readonly Dictionary<JobServiceErrorKind, JobServiceErrorRule> Rules = new[]
    {
        Permanent(JobServiceErrorKind.NotConnected, "AuthenticationError", "Connect to the service, or set its environment variables."),
        Permanent(
            JobServiceErrorKind.AuthenticationFailed,
            "AuthenticationError",
            "Check the key or token and its permission to use the jobs API, and then connect again."),
        Permanent(
            JobServiceErrorKind.AccessDenied,
            "PermissionDenied",
            "Ask the service administrator for permission, or use a connection that has it."),
        Permanent(
            JobServiceErrorKind.JobNotFound,
            "ObjectNotFound",
            "Check the id, and check that the connection is for the account that the job belongs to."),
        Permanent(JobServiceErrorKind.InvalidRequest, "InvalidArgument", "Correct the value that the message describes, and try again."),
        Permanent(JobServiceErrorKind.ResourceBusy, "ResourceBusy", "Wait for the running job to finish, and then try again."),
        Transient(JobServiceErrorKind.LimitReached, "LimitsExceeded", "Send fewer requests, or try again later."),
        Permanent(
            JobServiceErrorKind.QuotaExhausted,
            "QuotaExceeded",
            "Wait until the quota resets, or ask the service administrator to raise the quota."),
        Permanent(
            JobServiceErrorKind.NotSupportedByServer,
            "NotImplemented",
            "Use a newer server version, or a command that this server supports."),
        Transient(
            JobServiceErrorKind.ServiceUnavailable,
            "ResourceUnavailable",
            "Check the address, the network, and the proxy, or try again later."),
        Permanent(JobServiceErrorKind.UntrustedServer, "SecurityError", "Check the address and the certificate of the server."),
        Transient(
            JobServiceErrorKind.UnexpectedResponse,
            "InvalidData",
            "Check that the address points to the service's API, and that the response does not come from a proxy or a sign-in page."),
        Permanent(JobServiceErrorKind.FileExists, "ResourceExists", "Choose another name, or use -Force to overwrite the file."),
        Permanent(JobServiceErrorKind.WriteFailed, "WriteError", "Check the folder, its permissions, and the free disk space."),
        Permanent(
            JobServiceErrorKind.WaitTimeout,
            "OperationTimeout",
            "The job continues to run in the service. Wait again with a longer -Timeout."),
        Permanent(JobServiceErrorKind.JobFailed, "InvalidResult", "Check the job in the web interface of the service."),
    }.ToDictionary(rule => rule.Kind);

    /// <summary>The rules for all kinds.</summary>
    public static IReadOnlyCollection<JobServiceErrorRule> All => Rules.Values;

    /// <summary>Returns the rule for a kind of error.</summary>
    /// <param name="kind">The kind of error.</param>
    /// <returns>The rule for that kind.</returns>
    public static JobServiceErrorRule For(JobServiceErrorKind kind) => Rules[kind];

    private static JobServiceErrorRule Permanent(JobServiceErrorKind kind, string category, string recommendedAction) =>
        new(kind, category, isTransient: false, recommendedAction);

    private static JobServiceErrorRule Transient(JobServiceErrorKind kind, string category, string recommendedAction) =>
        new(kind, category, isTransient: true, recommendedAction);
}
