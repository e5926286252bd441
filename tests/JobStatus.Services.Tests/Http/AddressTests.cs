using System;
using System.Linq;
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
    public async Task Alma_is_found_with_and_without_the_root_of_its_api(string path, string asked)
    {
        using AlmaClient client = new(Options(new Uri($"{Origin}{path}")), SecureText.Of("sandbox-alma-key"));

        await client.GetInstanceAsync(AlmaJobId, AlmaInstanceId, Call);

        Assert.Equal(asked, Assert.Single(Server.Requests).Path);
    }

    [Theory]
    [InlineData("/webapi")]
    [InlineData("/webapi/")]
    [InlineData("/webapi///")]
    public async Task Alteryx_is_found_with_and_without_slashes_at_the_end(string path)
    {
        using AlteryxClient client = new(Options(new Uri($"{Origin}{path}")), "sandbox-client", SecureText.Of("sandbox-secret"));

        await client.GetJobAsync(AlteryxJobId, includeMessages: true, Call);

        Assert.Equal(["/webapi/oauth2/token", $"/webapi/v3/jobs/{AlteryxJobId}"], Server.Requests.Select(request => request.Path));
        Assert.Equal(new Uri($"{Origin}/webapi/"), client.BaseUri);
    }

    [Theory]
    [InlineData("", "/demo/api/jobs/157")]
    [InlineData("/", "/demo/api/jobs/157")]
    public async Task Xplenty_is_found_with_and_without_a_slash_at_the_end(string path, string asked)
    {
        using XplentyClient client = new(Options(new Uri($"{Origin}{path}")), SandboxServer.XplentyAccount, SecureText.Of("sandbox-xplenty-key"));

        await client.GetJobAsync("157", Call);

        Assert.Equal(asked, Assert.Single(Server.Requests).Path);
    }

    [Theory]
    [InlineData("my account", "https://api.xplenty.com/my%20account/api/")]
    [InlineData("a/../b", "https://api.xplenty.com/a%2F..%2Fb/api/")]
    [InlineData("a?b#c", "https://api.xplenty.com/a%3Fb%23c/api/")]
    public void An_account_cannot_lead_to_another_path(string account, string address)
    {
        using XplentyClient client = new(new ConnectionOptions("tests"), account, SecureText.Of("some-key"));

        Assert.Equal(address, client.BaseUri.AbsoluteUri);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public void An_account_that_is_no_part_of_a_path_is_refused(string account)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => new XplentyClient(new ConnectionOptions("tests"), account, SecureText.Of("some-key")));

        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
    }

    [Fact]
    public void Without_an_address_Xplenty_is_at_its_public_one_and_the_others_are_nowhere()
    {
        using XplentyClient xplenty = new(new ConnectionOptions("tests"), "acme", SecureText.Of("some-key"));

        JobServiceException alma = Assert.Throws<JobServiceException>(() => new AlmaClient(new ConnectionOptions("tests"), SecureText.Of("some-key")));
        JobServiceException alteryx = Assert.Throws<JobServiceException>(() => new AlteryxClient(new ConnectionOptions("tests"), SecureText.Of("some-token")));

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
    public void Each_region_of_Alma_has_its_host(string region, string host) =>
        Assert.Equal(host, AlmaRegions.GetHost(region).AbsoluteUri);

    [Theory]
    [InlineData("")]
    [InlineData("US")]
    [InlineData("NA ")]
    public void A_region_that_there_is_not_is_refused_with_those_that_there_are(string region)
    {
        JobServiceException error = Assert.Throws<JobServiceException>(() => AlmaRegions.GetHost(region));

        Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
        Assert.Contains("NA, EU, AP, APS, CA, CN", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.org")]
    [InlineData("http://192.0.2.1:8080/webapi")]
    [InlineData("http://localhost.example.org")]
    public void Plain_http_to_another_machine_is_refused_before_anything_is_sent(string address)
    {
        Assert.All(Makers, make =>
        {
            JobServiceException error = Assert.Throws<JobServiceException>(() => make(new ConnectionOptions("tests", new Uri(address))));
            Assert.Equal(JobServiceErrorKind.UntrustedServer, error.Kind);
            Assert.Contains("unencrypted HTTP", error.Problem, StringComparison.Ordinal);
            Assert.DoesNotContain("canary-key", error.ToString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("http://localhost:1")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://127.1.2.3:1")]
    [InlineData("http://[::1]:1")]
    [InlineData("https://example.org")]
    public void Plain_http_to_this_machine_and_https_are_taken(string address) =>
        Assert.All(Makers, make => make(new ConnectionOptions("tests", new Uri(address))).Dispose());

    [Fact]
    public void Plain_http_is_taken_where_it_is_allowed() =>
        Assert.All(Makers, make => make(new ConnectionOptions("tests", new Uri("http://example.org")) { AllowUnencryptedAuthentication = true }).Dispose());

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
    public void What_is_no_plain_address_is_refused(string address)
    {
        Assert.All(Makers, make =>
        {
            JobServiceException error = Assert.Throws<JobServiceException>(() => make(new ConnectionOptions("tests", new Uri(address, UriKind.RelativeOrAbsolute))));
            Assert.Equal(JobServiceErrorKind.InvalidRequest, error.Kind);
            Assert.DoesNotContain("canary-key", error.ToString(), StringComparison.Ordinal);
        });
    }

    private string Origin => Server.BaseUri.GetLeftPart(UriPartial.Authority);

    private static Func<ConnectionOptions, JobServiceClient>[] Makers =>
    [
        options => new AlmaClient(options, SecureText.Of("canary-key")),
        options => new XplentyClient(options, "demo", SecureText.Of("canary-key")),
        options => new AlteryxClient(options, "client", SecureText.Of("canary-key")),
        options => new AlteryxClient(options, SecureText.Of("canary-key")),
    ];
}
