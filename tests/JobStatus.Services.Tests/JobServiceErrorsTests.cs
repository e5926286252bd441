using System;
using System.Linq;
using Xunit;

namespace JobStatus.Services.Tests;

public sealed class JobServiceErrorsTests
{
    // The names of PowerShell's ErrorCategory.
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
    public void Each_kind_has_a_row_with_a_category_of_PowerShell_and_an_advice(JobServiceErrorKind kind)
    {
        JobServiceErrorRule rule = JobServiceErrors.For(kind);

        Assert.Equal(kind, rule.Kind);
        Assert.Contains(rule.Category, Categories);
        Assert.EndsWith(".", rule.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_row_is_there_once() =>
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
    public void The_categories_are_those_that_were_agreed(JobServiceErrorKind kind, string category) =>
        Assert.Equal(category, JobServiceErrors.For(kind).Category);

    [Fact]
    public void What_passes_by_itself_is_a_limit_a_service_that_is_away_and_an_answer_that_cannot_be_read() =>
        Assert.Equal(
            [JobServiceErrorKind.LimitReached, JobServiceErrorKind.ServiceUnavailable, JobServiceErrorKind.UnexpectedResponse],
            JobServiceErrors.All.Where(rule => rule.IsTransient).Select(rule => rule.Kind).Order());
}
