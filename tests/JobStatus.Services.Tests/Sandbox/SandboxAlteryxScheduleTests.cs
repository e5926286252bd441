using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace JobStatus.Services.Tests.Sandbox;

public sealed class SandboxAlteryxScheduleTests : SandboxTest
{
    private const string Schedules = "/webapi/v3/schedules";
    private const string Nightly = $"{Schedules}/66f00000000000000000b001";

    [Theory]
    [InlineData("", false)]
    [InlineData("?view=Default", false)]
    [InlineData("?view=Full", true)]
    public async Task Only_the_full_view_says_whether_a_schedule_is_enabled(string query, bool full)
    {
        using HttpResponseMessage response = await ReadAsync(Schedules + query);

        Assert.All(await ArrayOf(response), schedule => Assert.Equal(full, schedule!.AsObject().ContainsKey("enabled")));
    }

    [Theory]
    [InlineData("runsAfter=2027-01-01T00:00:00Z&runsBefore=2027-02-15T00:00:01Z", "runsBefore")]
    [InlineData("runsAfter=2027-01-01T00:00:00Z", "runsBefore")]
    [InlineData("runsBefore=2027-01-01T00:00:00Z", "runsAfter")]
    public async Task A_window_needs_two_times_that_are_at_most_45_days_apart(string query, string parameter)
    {
        using HttpResponseMessage response = await ReadAsync($"{Schedules}?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await JsonOf(response))["modelState"]![parameter]);
    }

    [Theory]
    [InlineData("2027-01-01T02:00:00Z", "2027-01-01T02:00:01Z", true)]
    [InlineData("2027-01-01T01:00:00Z", "2027-01-01T02:00:00Z", false)]
    public async Task A_window_includes_its_start_and_excludes_its_end(string after, string before, bool found)
    {
        using HttpResponseMessage response = await ReadAsync($"{Schedules}?runsAfter={after}&runsBefore={before}");

        Assert.Equal(found ? 1 : 0, (await ArrayOf(response)).Count);
    }

    [Theory]
    [InlineData("""{"enabled":false}""", HttpStatusCode.OK, false)]
    [InlineData("""{"enabled":"no"}""", HttpStatusCode.BadRequest, true)]
    [InlineData("""{"id":"other"}""", HttpStatusCode.BadRequest, true)]
    [InlineData("[]", HttpStatusCode.BadRequest, true)]
    public async Task A_change_is_checked(string body, HttpStatusCode status, bool enabled)
    {
        using HttpResponseMessage response =
            await SendAsync(HttpMethod.Patch, Nightly, await BearerAsync(), content: Json(body));
        using HttpResponseMessage after = await ReadAsync(Nightly);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(enabled, (bool?)(await JsonOf(after))["enabled"]);
    }

    private async Task<HttpResponseMessage> ReadAsync(string path) => await GetAsync(path, await BearerAsync());
}
