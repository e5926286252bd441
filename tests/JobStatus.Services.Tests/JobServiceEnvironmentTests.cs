using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace JobStatus.Services.Tests;

public sealed class JobServiceEnvironmentTests
{
    private const string Secret = "canary-key";

    public static TheoryData<string, string, string> CompleteSets => new()
    {
        { "Alma", $"ALMA_API_KEY={Secret};ALMA_REGION=EU", "https://api-eu.hosted.exlibrisgroup.com/almaws/v1/" },
        { "Alma", $"ALMA_API_KEY={Secret};ALMA_REGION=cn", "https://api-cn.hosted.exlibrisgroup.com.cn/almaws/v1/" },
        { "Alma", $"ALMA_API_KEY={Secret};ALMA_BASE_URI=https://alma.example.org", "https://alma.example.org/almaws/v1/" },
        {
            "Alma",
            $"ALMA_API_KEY={Secret};ALMA_BASE_URI=https://alma.example.org/;ALMA_REGION=nowhere",
            "https://alma.example.org/almaws/v1/"
        },
        { "Xplenty", $"XPLENTY_API_KEY={Secret};XPLENTY_ACCOUNT_ID=acme", "https://api.xplenty.com/acme/api/" },
        {
            "Xplenty",
            $"XPLENTY_API_KEY={Secret};XPLENTY_ACCOUNT_ID=acme;XPLENTY_BASE_URI=http://127.0.0.1:1",
            "http://127.0.0.1:1/acme/api/"
        },
        {
            "Alteryx",
            $"ALTERYX_BASE_URI=https://alteryx.example.org/webapi/;ALTERYX_CLIENT_ID=id;ALTERYX_CLIENT_SECRET={Secret}",
            "https://alteryx.example.org/webapi/"
        },
        {
            "Alteryx",
            $"ALTERYX_BASE_URI=https://alteryx.example.org/webapi;ALTERYX_ACCESS_TOKEN={Secret}",
            "https://alteryx.example.org/webapi/"
        },
        {
            "Alteryx",
            $"ALTERYX_BASE_URI=https://alteryx.example.org/webapi;ALTERYX_ACCESS_TOKEN={Secret};ALTERYX_CLIENT_ID=id",
            "https://alteryx.example.org/webapi/"
        },
    };

    public static TheoryData<string> Names => new(JobServices.All.Select(service => service.Name));

    [Fact]
    public void There_are_three_services() =>
        Assert.Equal(["Alma", "Xplenty", "Alteryx"], JobServices.All.Select(service => service.Name));

    [Theory]
    [InlineData("alma", "Alma")]
    [InlineData("XPLENTY", "Xplenty")]
    [InlineData("Alteryx", "Alteryx")]
    [InlineData("Other", null)]
    [InlineData("", null)]
    public void Find_ignores_the_case_of_the_name(string name, string? found) =>
        Assert.Equal(found, JobServices.Find(name)?.Name);

    [Theory]
    [MemberData(nameof(CompleteSets))]
    public void A_complete_set_of_variables_opens_a_connection(string service, string variables, string address)
    {
        using JobServiceClient? client = Open(service, variables);

        Assert.Equal(new Uri(address), client?.BaseUri);
        Assert.Equal("from environment", client?.Name);
        Assert.Equal(service, client?.Service);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_connection_is_opened_if_no_variable_is_set(string service)
    {
        Assert.Null(Open(service, ""));
        Assert.Null(Open(service, string.Join(';', JobServices.Find(service)!.EnvironmentVariables.Select(name => $"{name}="))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_variables_of_other_services_do_not_open_a_connection(string service) =>
        Assert.Null(Open(service, string.Join(';', JobServices.All
            .Where(other => other.Name != service)
            .SelectMany(other => other.EnvironmentVariables)
            .Select(name => $"{name}=https://example.org"))));

    [Theory]
    [InlineData("Alma", $"ALMA_API_KEY={Secret}", "ALMA_REGION")]
    [InlineData("Alma", "ALMA_REGION=EU", "ALMA_API_KEY")]
    [InlineData("Alma", "ALMA_BASE_URI=https://alma.example.org", "ALMA_API_KEY")]
    [InlineData("Xplenty", $"XPLENTY_API_KEY={Secret}", "XPLENTY_ACCOUNT_ID")]
    [InlineData("Xplenty", "XPLENTY_ACCOUNT_ID=acme", "XPLENTY_API_KEY")]
    [InlineData("Xplenty", "XPLENTY_BASE_URI=https://xplenty.example.org", "XPLENTY_ACCOUNT_ID")]
    [InlineData("Alteryx", "ALTERYX_BASE_URI=https://alteryx.example.org/webapi", "ALTERYX_CLIENT_ID")]
    [InlineData("Alteryx", "ALTERYX_BASE_URI=https://alteryx.example.org/webapi;ALTERYX_CLIENT_ID=id", "ALTERYX_CLIENT_SECRET")]
    [InlineData("Alteryx", $"ALTERYX_BASE_URI=https://alteryx.example.org/webapi;ALTERYX_CLIENT_SECRET={Secret}", "ALTERYX_CLIENT_ID")]
    [InlineData("Alteryx", $"ALTERYX_CLIENT_ID=id;ALTERYX_CLIENT_SECRET={Secret}", "ALTERYX_BASE_URI")]
    [InlineData("Alteryx", $"ALTERYX_ACCESS_TOKEN={Secret}", "ALTERYX_BASE_URI")]
    public void The_error_contains_the_name_of_a_missing_variable(string service, string variables, string missing)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => Open(service, variables)).WithRecommendedAction();

        Assert.Equal(JobServiceErrorKind.NotConnected, error.Kind);
        Assert.Equal(service, error.Service);
        Assert.Contains(missing, error.Problem, StringComparison.Ordinal);
        Assert.Contains($"Connect-{service}", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Alma", $"ALMA_API_KEY={Secret};ALMA_BASE_URI=alma.example.org", JobServiceErrorKind.InvalidRequest)]
    [InlineData("Alma", $"ALMA_API_KEY={Secret};ALMA_BASE_URI=ftp://alma.example.org", JobServiceErrorKind.InvalidRequest)]
    [InlineData("Alma", $"ALMA_API_KEY={Secret};ALMA_BASE_URI=http://alma.example.org", JobServiceErrorKind.UntrustedServer)]
    [InlineData("Alma", $"ALMA_API_KEY={Secret};ALMA_REGION=Mars", JobServiceErrorKind.InvalidRequest)]
    [InlineData("Alma", $"ALMA_API_KEY={Secret} ;ALMA_REGION=EU", JobServiceErrorKind.InvalidRequest)]
    [InlineData(
        "Xplenty", $"XPLENTY_API_KEY={Secret};XPLENTY_ACCOUNT_ID=acme;XPLENTY_BASE_URI=/relative", JobServiceErrorKind.InvalidRequest)]
    [InlineData("Alteryx", $"ALTERYX_BASE_URI=https:;ALTERYX_ACCESS_TOKEN={Secret}", JobServiceErrorKind.InvalidRequest)]
    [InlineData(
        "Alteryx",
        $"ALTERYX_BASE_URI=https://user:{Secret}@alteryx.example.org/webapi;ALTERYX_ACCESS_TOKEN=t",
        JobServiceErrorKind.InvalidRequest)]
    [InlineData(
        "Alteryx",
        $"ALTERYX_BASE_URI=http://alteryx.example.org/webapi;ALTERYX_ACCESS_TOKEN={Secret}",
        JobServiceErrorKind.UntrustedServer)]
    public void An_invalid_value_is_rejected_and_not_shown(string service, string variables, JobServiceErrorKind kind)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => Open(service, variables)).WithRecommendedAction();

        Assert.Equal(kind, error.Kind);
        Assert.NotEmpty(error.RecommendedAction);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Alma", $"ALMA_API_KEY={Secret};ALMA_REGION=Mars", "'Mars' is not a valid Alma region. {0} ALMA_REGION.")]
    [InlineData("Alma", $"ALMA_API_KEY={Secret} ;ALMA_REGION=EU", "{0} ALMA_API_KEY.")]
    [InlineData("Alma", $"ALMA_API_KEY={Secret};ALMA_BASE_URI=ftp://alma.example.org", "{0} ALMA_BASE_URI.")]
    [InlineData("Alma", $"ALMA_API_KEY={Secret};ALMA_BASE_URI=http://alma.example.org", "{0} ALMA_BASE_URI.")]
    [InlineData("Xplenty", $"XPLENTY_API_KEY={Secret};XPLENTY_ACCOUNT_ID=a/b", "{0} XPLENTY_ACCOUNT_ID.")]
    [InlineData("Xplenty", $"XPLENTY_API_KEY=a b{Secret};XPLENTY_ACCOUNT_ID=acme", "{0} XPLENTY_API_KEY.")]
    [InlineData(
        "Xplenty", $"XPLENTY_API_KEY={Secret};XPLENTY_ACCOUNT_ID=acme;XPLENTY_BASE_URI=http://x.example.org", "{0} XPLENTY_BASE_URI.")]
    [InlineData("Alteryx", $"ALTERYX_BASE_URI=https://a.example.org/webapi;ALTERYX_ACCESS_TOKEN= {Secret}", "{0} ALTERYX_ACCESS_TOKEN.")]
    [InlineData(
        "Alteryx",
        $"ALTERYX_BASE_URI=https://a.example.org/webapi;ALTERYX_CLIENT_ID=id;ALTERYX_CLIENT_SECRET= {Secret}",
        "{0} ALTERYX_CLIENT_SECRET.")]
    [InlineData("Alteryx", $"ALTERYX_BASE_URI=http://a.example.org/webapi;ALTERYX_ACCESS_TOKEN={Secret}", "{0} ALTERYX_BASE_URI.")]
    public void The_error_contains_the_name_of_a_variable_with_an_invalid_value(string service, string variables, string end)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => Open(service, variables)).WithRecommendedAction();

        Assert.EndsWith(
            end.Replace("{0}", "The value comes from the environment variable", StringComparison.Ordinal),
            error.Problem,
            StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        if (error.Kind == JobServiceErrorKind.UntrustedServer)
        {
            Assert.Contains("instead of environment variables", error.RecommendedAction, StringComparison.Ordinal);
        }
    }

    private static JobServiceClient? Open(string service, string variables)
    {
        Dictionary<string, string> values = variables.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return JobServices.Find(service)!.OpenFromEnvironment("from environment", values.GetValueOrDefault);
    }
}
