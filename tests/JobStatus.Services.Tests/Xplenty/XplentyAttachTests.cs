using System.Threading.Tasks;
using Xunit;

namespace JobStatus.Services.Tests.Xplenty;

/// <summary>Tests how the unfinished job of a package is found.</summary>
public sealed class XplentyAttachTests : ServiceTest
{
    [Fact]
    public async Task A_job_that_contains_another_package_does_not_belong_to_the_package()
    {
        InjectResponse(
            "/demo/api/jobs",
            200,
            """[{"id":1,"status":"running","package":{"id":999}},{"id":2,"status":"running","package":{"id":500}}]""");

        Assert.Equal("2", (await Xplenty().FindUnfinishedJobAsync(500, Call))?.Id);
    }

    [Fact]
    public async Task A_job_without_a_status_is_returned_with_a_warning_that_says_so()
    {
        InjectResponse("/demo/api/jobs", 200, """[{"id":1,"package_id":500}]""");

        XplentyJob? job = await Xplenty().FindUnfinishedJobAsync(500, Call);

        Assert.Equal("1", job?.Id);
        Assert.EndsWith(" has no status and may have finished. No other job is started.", Assert.Single(Warnings));
    }
}
