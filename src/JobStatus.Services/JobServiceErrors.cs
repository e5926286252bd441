using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Services;

/// <summary>The table of error kinds, with the category and the recommended action for each.</summary>
public static class JobServiceErrors
{
    private static readonly Dictionary<JobServiceErrorKind, JobServiceErrorRule> Rules = new[]
    {
        Permanent(JobServiceErrorKind.NotConnected, "AuthenticationError", "Connect first, or set the service's environment variables."),
        Permanent(JobServiceErrorKind.AuthenticationFailed, "AuthenticationError", "Check the key or token, and that it is allowed to use the jobs API; then connect again."),
        Permanent(JobServiceErrorKind.AccessDenied, "PermissionDenied", "Ask the service's administrator for the right, or use a connection that has it."),
        Permanent(JobServiceErrorKind.JobNotFound, "ObjectNotFound", "Check the id, and that the connection is the one the job belongs to."),
        Permanent(JobServiceErrorKind.InvalidRequest, "InvalidArgument", "Correct what the message objects to, and ask again."),
        Permanent(JobServiceErrorKind.ResourceBusy, "ResourceBusy", "Wait for the running job to finish, then ask again."),
        Transient(JobServiceErrorKind.LimitReached, "LimitsExceeded", "Ask less often, or wait and ask again."),
        Permanent(JobServiceErrorKind.QuotaExhausted, "QuotaExceeded", "Wait until the allowance is renewed, or have it raised."),
        Permanent(JobServiceErrorKind.NotSupportedByServer, "NotImplemented", "Use a newer server, or another way that this one supports."),
        Transient(JobServiceErrorKind.ServiceUnavailable, "ResourceUnavailable", "Check the address, the network and the proxy, or ask again later."),
        Permanent(JobServiceErrorKind.UntrustedServer, "SecurityError", "Check the address and the certificate of the server."),
        Transient(JobServiceErrorKind.UnexpectedResponse, "InvalidData", "Check that the address is the service's API and that no proxy or sign-in page answers in its place."),
        Permanent(JobServiceErrorKind.FileExists, "ResourceExists", "Choose another name, or use -Force to overwrite."),
        Permanent(JobServiceErrorKind.WriteFailed, "WriteError", "Check the folder, its rights and the free space."),
        Permanent(JobServiceErrorKind.WaitTimeout, "OperationTimeout", "The job goes on at the service: wait again with a longer -Timeout."),
        Permanent(JobServiceErrorKind.JobFailed, "InvalidResult", "Look into the job at the service."),
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
