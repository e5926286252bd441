using System;
using System.Linq;
using Xunit;

namespace JobStatus.Services.Tests;

public sealed class JobServiceErrorsTests
{
    // the names of the ErrorCategory enumeration of PowerShell
    private static readonly string[] Categories =
    [
        "NotSpecified", "OpenError", "CloseError", "DeviceError", "DeadlockDetected", "InvalidArgument", "InvalidData",
        "InvalidOperation", "InvalidResult", "InvalidType", "MetadataError", "NotImplemented", "NotInstalled", "ObjectNotFound",
        "OperationStopped", "OperationTimeout", "SyntaxError", "ParserError", "PermissionDenied", "ResourceBusy",
        "ResourceExists", "ResourceUnavailable", "ReadError", "WriteError", "FromStdErr", "SecurityError", "ProtocolError",
        "ConnectionError", "AuthenticationError", "LimitsExceeded", "QuotaExceeded", "NotEnabled",
    ];

    public static TheoryData<JobServiceErrorKind> Kinds => new(Enum.GetValues<JobServiceErrorKind>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_has_a_PowerShell_category_and_a_recommended_action(JobServiceErrorKind kind)
    {
        JobServiceErrorRule rule = JobServiceErrors.For(kind);

        Assert.Equal(kind, rule.Kind);
        Assert.Contains(rule.Category, Categories);
        Assert.EndsWith(".", rule.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_kind_has_exactly_one_rule() =>
        Assert.Equal(Enum.GetValues<JobServiceErrorKind>(), JobServiceErrors.All.Select(rule => rule.Kind).Order());

    [Theory]
    [InlineData(JobServiceErrorKind.NotConnected, "AuthenticationError")]
    [InlineData(JobServiceErrorKind.AuthenticationFailed, "AuthenticationError")]
    [InlineData(JobServiceErrorKind.AccessDenied, "PermissionDenied")]
    [InlineData(JobServiceErrorKind.JobNotFound, "ObjectNotFound")]
    [InlineData(JobServiceErrorKind.InvalidRequest, "InvalidArgument")]
    [InlineData(JobServiceErrorKind.ResourceBusy, "ResourceBusy")]
    [InlineData(JobServiceErrorKind.LimitReached, "LimitsExceeded")]
    [InlineData(JobServiceErrorKind.QuotaExhausted, "QuotaExceeded")]
    [InlineData(JobServiceErrorKind.NotSupportedByServer, "NotImplemented")]
    [InlineData(JobServiceErrorKind.ServiceUnavailable, "ResourceUnavailable")]
    [InlineData(JobServiceErrorKind.UntrustedServer, "SecurityError")]
    [InlineData(JobServiceErrorKind.UnexpectedResponse, "InvalidData")]
    [InlineData(JobServiceErrorKind.FileExists, "ResourceExists")]
    [InlineData(JobServiceErrorKind.WriteFailed, "WriteError")]
    [InlineData(JobServiceErrorKind.WaitTimeout, "OperationTimeout")]
    [InlineData(JobServiceErrorKind.JobFailed, "InvalidResult")]
    public void Each_kind_has_the_documented_category(JobServiceErrorKind kind, string category) =>
        Assert.Equal(category, JobServiceErrors.For(kind).Category);

    [Fact]
    public void Only_LimitReached_ServiceUnavailable_and_UnexpectedResponse_are_transient() =>
        Assert.Equal(
            [JobServiceErrorKind.LimitReached, JobServiceErrorKind.ServiceUnavailable, JobServiceErrorKind.UnexpectedResponse],
            JobServiceErrors.All.Where(rule => rule.IsTransient).Select(rule => rule.Kind).Order());
}
