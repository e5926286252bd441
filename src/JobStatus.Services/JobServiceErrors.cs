using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Services;

/// <summary>The table of errors.</summary>
public static class JobServiceErrors
{
    private static readonly Dictionary<JobServiceErrorKind, JobServiceErrorRule> Rules = new[]
    {
        Lasting(JobServiceErrorKind.NotConnected, "AuthenticationError", "Connect first, or set the service's environment variables."),
        Lasting(JobServiceErrorKind.AuthenticationFailed, "AuthenticationError", "Check the key or token, and that it is allowed to use the jobs API; then connect again."),
        Lasting(JobServiceErrorKind.AccessDenied, "PermissionDenied", "Ask the service's administrator for the right, or use a connection that has it."),
        Lasting(JobServiceErrorKind.JobNotFound, "ObjectNotFound", "Check the id, and that the connection is the one the job belongs to."),
        Lasting(JobServiceErrorKind.InvalidRequest, "InvalidArgument", "Correct what the message objects to, and ask again."),
        Lasting(JobServiceErrorKind.ResourceBusy, "ResourceBusy", "Wait for the running job to finish, then ask again."),
        Passing(JobServiceErrorKind.LimitReached, "LimitsExceeded", "Ask less often, or wait and ask again."),
        Lasting(JobServiceErrorKind.QuotaExhausted, "QuotaExceeded", "Wait until the allowance is renewed, or have it raised."),
        Lasting(JobServiceErrorKind.NotSupportedByServer, "NotImplemented", "Use a newer server, or another way that this one supports."),
        Passing(JobServiceErrorKind.ServiceUnavailable, "ResourceUnavailable", "Check the address, the network and the proxy, or ask again later."),
        Lasting(JobServiceErrorKind.UntrustedServer, "SecurityError", "Check the address and the certificate of the server."),
        Passing(JobServiceErrorKind.UnexpectedResponse, "InvalidData", "Check that the address is the service's API and that no proxy or sign-in page answers in its place."),
        Lasting(JobServiceErrorKind.FileExists, "ResourceExists", "Choose another name, or use -Force to overwrite."),
        Lasting(JobServiceErrorKind.WriteFailed, "WriteError", "Check the folder, its rights and the free space."),
        Lasting(JobServiceErrorKind.WaitTimeout, "OperationTimeout", "The job goes on at the service: wait again with a longer -Timeout."),
        Lasting(JobServiceErrorKind.JobFailed, "InvalidResult", "Look into the job at the service."),
    }.ToDictionary(rule => rule.Kind);

    /// <summary>All rows of the table.</summary>
    public static IReadOnlyCollection<JobServiceErrorRule> All => Rules.Values;

    /// <summary>The row of a kind.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <returns>The row.</returns>
    public static JobServiceErrorRule Of(JobServiceErrorKind kind) => Rules[kind];

    private static JobServiceErrorRule Lasting(JobServiceErrorKind kind, string category, string action) =>
        new(kind, category, isPassing: false, action);

    private static JobServiceErrorRule Passing(JobServiceErrorKind kind, string category, string action) =>
        new(kind, category, isPassing: true, action);
}
