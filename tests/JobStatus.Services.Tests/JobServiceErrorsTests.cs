using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using JobStatus.Pipeline;
using Xunit;

namespace JobStatus.Services.Tests;

public sealed partial class JobServiceErrorsTests
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
        (ErrorCategory category, string recommendedAction) = ErrorTable.Kinds[kind];

        Assert.Equal(kind, JobServiceErrors.For(kind).Kind);
        Assert.Contains(category.ToString(), Categories);
        Assert.EndsWith(".", recommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_kind_has_exactly_one_rule() =>
        Assert.Equal(Enum.GetValues<JobServiceErrorKind>(), JobServiceErrors.All.Select(rule => rule.Kind).Order());

    [Fact]
    public void The_services_and_the_PowerShell_layer_list_the_same_kinds() =>
        Assert.Equal(JobServiceErrors.All.Select(rule => rule.Kind).Order(), ErrorTable.Kinds.Keys.Order());

    [Fact]
    public void Each_special_case_has_its_own_recommended_action()
    {
        Assert.Equal(Enum.GetValues<JobServiceErrorReason>(), ErrorTable.Reasons.Keys.Order());
        Assert.Distinct(ErrorTable.Reasons.Values);
        Assert.All(ErrorTable.Reasons.Values, action => Assert.EndsWith(".", action, StringComparison.Ordinal));
    }

    [Fact]
    public void A_recommended_action_from_the_service_takes_precedence() =>
        Assert.Equal(
            "Do this.",
            new JobServiceException("Alma", JobServiceErrorKind.NotConnected, "It failed.", "Do this.")
            {
                Reason = JobServiceErrorReason.CertificateNotTrusted,
            }.WithRecommendedAction().RecommendedAction);

    [Theory]
    [InlineData(JobServiceErrorKind.LimitReached, 0.2, "Try again in 1 second.")]
    [InlineData(JobServiceErrorKind.LimitReached, 90, "Try again in 90 seconds.")]
    [InlineData(JobServiceErrorKind.ServiceUnavailable, 601, "Try again in 11 minutes.")]
    [InlineData(JobServiceErrorKind.LimitReached, 86_400, "Try again in 24 hours.")]
    public void The_recommended_action_states_when_the_service_accepts_requests_again(
        JobServiceErrorKind kind, double seconds, string action) =>
        Assert.Equal(
            action,
            new JobServiceException("Alma", kind, "It failed.") { RetryAfter = TimeSpan.FromSeconds(seconds) }
                .WithRecommendedAction().RecommendedAction);

    [Fact]
    public void The_error_that_caused_an_error_also_has_a_recommended_action()
    {
        JobServiceException cause = new("Alma", JobServiceErrorKind.JobNotFound, "There is no job.");
        JobServiceException error = new("Alma", JobServiceErrorKind.WaitTimeout, "Time is up.", innerException: cause);

        error.WithRecommendedAction();

        Assert.Equal($"There is no job. {ErrorTable.Kinds[JobServiceErrorKind.JobNotFound].RecommendedAction}", cause.Message);
    }

    [Fact]
    public void The_services_do_not_mention_cmdlets_or_parameters()
    {
        using FileStream file = File.OpenRead(typeof(JobServiceErrors).Assembly.Location);
        using PEReader assembly = new(file);
        MetadataReader metadata = assembly.GetMetadataReader();
        List<string> literals = [];
        for (UserStringHandle literal = MetadataTokens.UserStringHandle(1); !literal.IsNil; literal = metadata.GetNextHandle(literal))
        {
            literals.Add(metadata.GetUserString(literal));
        }

        Assert.Contains(literals, literal => literal.Contains("could not be validated", StringComparison.Ordinal));
        Assert.All(literals, literal => Assert.DoesNotMatch(CmdletOrParameter(), literal));
    }

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
        Assert.Equal(category, ErrorTable.Kinds[kind].Category.ToString());

    [Fact]
    public void Only_LimitReached_ServiceUnavailable_and_UnexpectedResponse_are_transient() =>
        Assert.Equal(
            [JobServiceErrorKind.LimitReached, JobServiceErrorKind.ServiceUnavailable, JobServiceErrorKind.UnexpectedResponse],
            JobServiceErrors.All.Where(rule => rule.IsTransient).Select(rule => rule.Kind).Order());

    [Fact]
    public void Only_LimitReached_and_ServiceUnavailable_are_retried() =>
        Assert.Equal(
            [JobServiceErrorKind.LimitReached, JobServiceErrorKind.ServiceUnavailable],
            JobServiceErrors.All.Where(rule => rule.IsRetried).Select(rule => rule.Kind).Order());

    [Fact]
    public void Only_ServiceUnavailable_and_UnexpectedResponse_leave_the_outcome_of_an_action_unknown() =>
        Assert.Equal(
            [JobServiceErrorKind.ServiceUnavailable, JobServiceErrorKind.UnexpectedResponse],
            JobServiceErrors.All.Where(rule => rule.LeavesOutcomeUnknown).Select(rule => rule.Kind).Order());

    [GeneratedRegex(@"(^|[\s(])-[A-Z][a-z]|\b(Add|Connect|ConvertFrom|Get|Remove|Save|Select|Start|Stop|Test|Wait)-[A-Z]")]
    private static partial Regex CmdletOrParameter();
}
