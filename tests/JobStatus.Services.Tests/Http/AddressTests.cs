using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using JobStatus.Sandbox;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;
using Xunit;

namespace JobStatus.Services.Tests.Http;

public sealed class AddressTests : ServiceTest
{
    [Theory]
    [InlineData("", "/almaws/v1/conf/jobs/M50173/instances/9563643080000561")]
    [InlineData("/", "/almaws/v1/conf/jobs/M50173/instances/9563643080000561")]
    [InlineData("/almaws/v1", "/almaws/v1/conf/jobs/M50173/instances/9563643080000561")]
    [InlineData("/almaws/v1/", "/almaws/v1/conf/jobs/M50173/instances/9563643080000561")]
    [InlineData("/almaws/v1//", "/almaws/v1/conf/jobs/M50173/instances/9563643080000561")]
    public async Task An_Alma_address_can_include_or_omit_the_path_of_the_api(string path, string requestedPath)
    {
        using AlmaClient client = new(Options(new Uri($"{Origin}{path}")), SecureStrings.From("sandbox-alma-key"));

        await client.GetInstanceAsync(AlmaJobId, AlmaInstanceId, Call);

        Assert.Equal(requestedPath, Assert.Single(Server.Requests).Path);
    }

    [Theory]
    [InlineData("/webapi")]
    [InlineData("/webapi/")]
    [InlineData("/webapi///")]
    public async Task An_Alteryx_address_can_end_with_slashes(string path)
    {
        using AlteryxClient client = new(Options(new Uri($"{Origin}{path}")), "sandbox-client", SecureStrings.From("sandbox-secret"));

        await client.GetJobAsync(AlteryxJobId, includeMessages: true, Call);

        Assert.Equal(["/webapi/oauth2/token", $"/webapi/v3/jobs/{AlteryxJobId}"], Server.Requests.Select(request => request.Path));
        Assert.Equal(new Uri($"{Origin}/webapi/"), client.BaseUri);
    }

    [Theory]
    [InlineData("", "/demo/api/jobs/157")]
    [InlineData("/", "/demo/api/jobs/157")]
    [InlineData("/demo/api", "/demo/api/jobs/157")]
    [InlineData("/demo/api/", "/demo/api/jobs/157")]
    public async Task An_Xplenty_address_can_include_or_omit_the_path_of_the_api(string path, string requestedPath)
    {
        using XplentyClient client = new(
            Options(new Uri($"{Origin}{path}")), SandboxServer.XplentyAccount, SecureStrings.From("sandbox-xplenty-key"));

        await client.GetJobAsync("157", Call);

        Assert.Equal(requestedPath, Assert.Single(Server.Requests).Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("my account")]
    [InlineData("a?b#c")]
    [InlineData("a%2Fb")]
    public void An_account_id_that_is_not_a_valid_path_segment_is_rejected(string account)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() =>
            new XplentyClient(new ConnectionOptions("tests"), account, SecureStrings.From("some-key")));

        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
    }

    [Theory]
    [InlineData("https://example.org/gateway", "https://example.org/gateway/acme/api/")]
    [InlineData("https://example.org/gateway/acme/api", "https://example.org/gateway/acme/api/")]
    [InlineData("https://example.org/other/api", "https://example.org/other/api/acme/api/")]
    [InlineData("https://example.org/xacme/api", "https://example.org/xacme/api/acme/api/")]
    public void Only_the_path_of_the_same_account_is_part_of_an_Xplenty_address(string address, string baseUri)
    {
        using XplentyClient client = new(new ConnectionOptions("tests", new Uri(address)), "acme", SecureStrings.From("some-key"));

        Assert.Equal(baseUri, client.BaseUri.AbsoluteUri);
    }

    [Fact]
    public void Only_Xplenty_has_a_default_address()
    {
        using XplentyClient xplenty = new(new ConnectionOptions("tests"), "acme", SecureStrings.From("some-key"));

        JobServiceException alma = Assert.Throws<JobServiceException>(() =>
            new AlmaClient(new ConnectionOptions("tests"), SecureStrings.From("some-key")));
        JobServiceException alteryx = Assert.Throws<JobServiceException>(() =>
            new AlteryxClient(new ConnectionOptions("tests"), SecureStrings.From("some-token")));

        Assert.Equal("https://api.xplenty.com/acme/api/", xplenty.BaseUri.AbsoluteUri);
        Assert.Equal(JobServiceErrorKind.InvalidRequest, alma.Kind);
        Assert.Equal(JobServiceErrorKind.InvalidRequest, alteryx.Kind);
    }

    [Theory]
    [InlineData("NA", "https://api-na.hosted.exlibrisgroup.com/")]
    [InlineData("eu", "https://api-eu.hosted.exlibrisgroup.com/")]
    [InlineData("Ap", "https://api-ap.hosted.exlibrisgroup.com/")]
    [InlineData("APS", "https://api-aps.hosted.exlibrisgroup.com/")]
    [InlineData("CA", "https://api-ca.hosted.exlibrisgroup.com/")]
    [InlineData("CN", "https://api-cn.hosted.exlibrisgroup.com.cn/")]
    public void Each_Alma_region_has_a_host(string region, string host) =>
        Assert.Equal(host, AlmaRegions.GetHost(region).AbsoluteUri);

    [Theory]
    [InlineData("")]
    [InlineData("US")]
    [InlineData("NA ")]
    public void An_unknown_region_is_rejected_with_a_list_of_the_valid_regions(string region)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaRegions.GetHost(region));

        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
        Assert.Contains("NA, EU, AP, APS, CA, CN", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.org")]
    [InlineData("http://192.0.2.1:8080/webapi")]
    [InlineData("http://localhost.example.org")]
    public void Unencrypted_HTTP_to_another_machine_is_rejected_when_the_client_is_created(string address)
    {
        Assert.All(ClientFactories, create =>
        {
            JobServiceException error = Assert.Throws<JobServiceException>(() => create(new ConnectionOptions("tests", new Uri(address))));
            Assert.Equal(JobServiceErrorKind.UntrustedServer, error.Kind);
            Assert.Contains("unencrypted HTTP", error.Problem, StringComparison.Ordinal);
            Assert.DoesNotContain("canary-key", error.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Unencrypted_HTTP_to_another_machine_through_a_proxy_is_rejected_when_the_client_is_created()
    {
        Assert.All(ClientFactories, create =>
        {
            JobServiceException error = Assert.Throws<JobServiceException>(() => create(
                new ConnectionOptions("tests", new Uri("http://example.org")) { Proxy = new WebProxy("http://127.0.0.1:1") }));
            Assert.Equal(JobServiceErrorKind.UntrustedServer, error.Kind);
        });
    }

    [Theory]
    [InlineData("http://localhost:1")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://127.1.2.3:1")]
    [InlineData("http://[::1]:1")]
    [InlineData("https://example.org")]
    public void HTTPS_and_unencrypted_HTTP_to_the_local_machine_are_accepted(string address) =>
        Assert.All(ClientFactories, create => create(new ConnectionOptions("tests", new Uri(address))).Dispose());

    [Fact]
    public void Unencrypted_HTTP_is_accepted_if_it_is_allowed() =>
        Assert.All(
            ClientFactories,
            create => create(
                new ConnectionOptions("tests", new Uri("http://example.org")) { AllowUnencryptedAuthentication = true }).Dispose());

    [Theory]
    [InlineData("https://user@example.org")]
    [InlineData("https://user:canary-key@example.org")]
    [InlineData("https://example.org/?apikey=canary-key")]
    [InlineData("https://example.org/#canary-key")]
    [InlineData("ftp://example.org")]
    [InlineData("file:///webapi")]
    [InlineData("example.org:443")]
    [InlineData("/webapi")]
    [InlineData("webapi")]
    public void An_address_with_additional_parts_or_another_scheme_is_rejected(string address)
    {
        Assert.All(ClientFactories, create =>
        {
            JobServiceException error = Assert.Throws<JobServiceException>(() =>
                create(new ConnectionOptions("tests", new Uri(address, UriKind.RelativeOrAbsolute))));
            Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
            Assert.DoesNotContain("canary-key", error.ToString(), StringComparison.Ordinal);
        });
    }

    private string Origin => Server.BaseUri.GetLeftPart(UriPartial.Authority);

    private static Func<ConnectionOptions, JobServiceClient>[] ClientFactories =>
    [
        options => new AlmaClient(options, SecureStrings.From("canary-key")),
        options => new XplentyClient(options, "demo", SecureStrings.From("canary-key")),
        options => new AlteryxClient(options, "client", SecureStrings.From("canary-key")),
        options => new AlteryxClient(options, SecureStrings.From("canary-key")),
    ];
}
