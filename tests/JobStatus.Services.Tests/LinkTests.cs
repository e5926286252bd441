using System;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests;

/// <summary>Tests which ids and links identify a run or a definition. None of these calls sends a request.</summary>
public sealed class LinkTests : ServiceTest
{
    private const string AlteryxId = "66ebd18d3d6200007e000d8c";

    [Theory]
    [InlineData("9563643080000561")]
    [InlineData("https://alma.example/almaws/v1/conf/jobs/M50173/instances/9563643080000561")]
    [InlineData("https://ALMA.example:443/almaws/v1/conf/jobs/M0/instances/9563643080000561/?apikey=x")]
    [InlineData("https://alma.example/almaws/v1/conf/jobs/M50173/instances/9563643080000561/events")]
    [InlineData("/almaws/v1/conf/jobs/M50173/instances/9563643080000561")]
    public void An_id_or_a_link_identifies_an_Alma_job_instance(string text) =>
        Assert.Equal("9563643080000561", Alma().GetRunId(text));

    [Theory]
    [InlineData("M50173")]
    [InlineData("https://alma.example/almaws/v1/conf/jobs/M50173")]
    [InlineData("https://alma.example/almaws/v1/conf/jobs/M50173/instances")]
    [InlineData("https://alma.example/almaws/v1/conf/jobs/M50173?op=run")]
    public void An_id_or_a_link_identifies_an_Alma_job(string text) =>
        Assert.Equal("M50173", Alma().GetDefinitionId(text));

    [Theory]
    [InlineData("157")]
    [InlineData("https://api.xplenty.com/xplenation/api/jobs/157")]
    [InlineData("https://api.xplenty.com/xplenation/api/jobs/157/log")]
    [InlineData("https://xplenty.com/xplenation/jobs/157")]
    [InlineData("https://dashboard.xplenty.com/Xplenation/jobs/157#log")]
    public void An_id_or_a_link_identifies_an_Xplenty_job(string text) =>
        Assert.Equal("157", Xplenty().GetRunId(text));

    [Fact]
    public void A_link_identifies_an_Xplenty_package_or_cluster()
    {
        Assert.Equal("434", Xplenty().GetDefinitionId("https://xplenty.com/xplenation/packages/434"));
        Assert.Equal("52", Xplenty().GetClusterId("https://api.xplenty.com/xplenation/api/clusters/52"));
    }

    [Theory]
    [InlineData(AlteryxId)]
    [InlineData("string")]
    [InlineData("https://alteryx.example/webapi/v3/jobs/" + AlteryxId + "?includeMessages=true")]
    [InlineData("https://alteryx.example/webapi/v3/jobs/" + AlteryxId + "/messages")]
    [InlineData("https://alteryx.example/gallery/#!/jobs/" + AlteryxId)]
    public void An_id_or_a_link_identifies_an_Alteryx_job(string text) =>
        Assert.Equal(text == "string" ? "string" : AlteryxId, Alteryx().GetRunId(text));

    [Fact]
    public void A_link_identifies_an_Alteryx_workflow() =>
        Assert.Equal(AlteryxId, Alteryx().GetDefinitionId($"https://alteryx.example/webapi/v3/workflows/{AlteryxId}/jobs"));

    [Theory]
    [InlineData("https://other.example/almaws/v1/conf/jobs/M1/instances/5", "The link points to other.example, but")]
    [InlineData("https://alma.example:8443/almaws/v1/conf/jobs/M1/instances/5", "The link points to alma.example:8443, but")]
    [InlineData("//other.example/conf/jobs/M1/instances/5", "The link points to other.example, but")]
    [InlineData("https://alma.example@other.example/conf/jobs/M1/instances/5", "The link points to other.example, but")]
    [InlineData("https://alma.example/almaws/v1/conf/jobs/M1", "it points to Alma job M1.")]
    [InlineData("https://alma.example/almaws/v1/conf/sets/5", "it points to Alma set 5.")]
    [InlineData("https://alma.example/almaws/v1/conf/letters/5", "is not a valid Alma job instance link.")]
    [InlineData("https://alma.example/", "is not a valid Alma job instance link.")]
    [InlineData("https://alma.example/conf/jobs/M1/instances/..%2F5", "'../5' is not a valid Alma job instance id.")]
    [InlineData("ftp://alma.example/conf/jobs/M1/instances/5", "is not a valid Alma job instance id.")]
    public void A_link_to_something_else_is_rejected(string link, string problem) =>
        AssertRejected(() => Alma().GetRunId(link), problem);

    [Theory]
    [InlineData("https://api.xplenty.com/xplenation/api/jobs/157/outputs/521", "is not a valid Xplenty job link.")]
    [InlineData("https://api.xplenty.com/xplenation/api/packages/434", "it points to Xplenty package 434.")]
    [InlineData("https://api.xplenty.com/another/api/jobs/157", "The link is not for Xplenty account xplenation")]
    [InlineData("https://notxplenty.com/xplenation/jobs/157", "The link points to notxplenty.com, but")]
    [InlineData("0", "'0' is not a valid Xplenty job id.")]
    [InlineData("2.03e2", "'2.03e2' is not a valid Xplenty job id.")]
    public void A_link_to_another_account_or_object_is_rejected(string link, string problem) =>
        AssertRejected(() => Xplenty().GetRunId(link), problem);

    [Fact]
    public void A_link_to_a_part_of_something_that_can_be_deleted_or_changed_is_rejected()
    {
        AssertRejected(() => Alma().GetSetId("/almaws/v1/conf/sets/561/members"), "The link is not a valid Alma set link.");
        AssertRejected(
            () => Xplenty().GetClusterId("https://xplenty.com/xplenation/clusters/52/jobs"),
            "The link is not a valid Xplenty cluster link.");
        AssertRejected(
            () => Xplenty().GetScheduleId("https://xplenty.com/xplenation/schedules/5/run"),
            "The link is not a valid Xplenty schedule link.");
        AssertRejected(
            () => Alteryx().GetScheduleId($"https://alteryx.example/webapi/v3/schedules/{AlteryxId}/jobs"),
            "The link is not a valid Alteryx schedule link.");
        Assert.Equal("561", Alma().GetSetId("/almaws/v1/conf/sets/561/?apikey=x"));
    }

    [Theory]
    [InlineData("203")]
    [InlineData("66000")]
    public void A_number_that_is_not_a_complete_Alteryx_id_is_rejected(string number)
    {
        JobServiceException error = AssertRejected(
            () => Alteryx().GetRunId(number),
            $"The number {number} is not a valid Alteryx job id.");
        Assert.Contains("quotation marks", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Digits_can_be_a_complete_Alteryx_id() =>
        Assert.Equal("660000000000000000000202", Alteryx().GetRunId("660000000000000000000202"));

    private static JobServiceException AssertRejected(Action action, string problem)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(action);
        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.NotEmpty(error.RecommendedAction);
        return error;
    }

    private AlmaClient Alma() => Track(new AlmaClient(Options(new Uri("https://alma.example")), SecureStrings.From("some-key")));

    private AlteryxClient Alteryx() =>
        Track(new AlteryxClient(Options(new Uri("https://alteryx.example/webapi")), SecureStrings.From("some-token")));

    private XplentyClient Xplenty() =>
        Track(new XplentyClient(Options(new Uri("https://api.xplenty.com")), "xplenation", SecureStrings.From("some-key")));
}
