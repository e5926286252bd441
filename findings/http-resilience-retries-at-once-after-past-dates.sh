#!/usr/bin/env bash
# Microsoft.Extensions.Http.Resilience 10.11.0 retries without any delay if the date in Retry-After has passed.
#
# A Retry-After date is compared with the clock of the client. If that clock is ahead of the server's clock by more than
# the requested delay, the date has passed and the delay becomes zero. The configured delay and backoff do not apply, so
# that a busy server receives all retries within milliseconds. "Retry-After: 0" has the same effect.
#
# MaxDelay does not limit a long Retry-After. If it exceeds 49 days, the caller receives an ArgumentOutOfRangeException
# instead of the response. With a value that is not valid, the usual backoff applies.
#
# The script records the delays. Its time provider ends each of them immediately.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
cat >"$folder/delays.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Extensions.Http.Resilience" Version="10.11.0" />
  </ItemGroup>
</Project>
XML
cat >"$folder/Program.cs" <<'CSHARP'
using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;

string Date(int seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds).ToString("r");
await Show("no valid value", () => "soon");
await Show("90 seconds", () => "90");
await Show("0 seconds", () => "0");
await Show("a date in 90 seconds", () => Date(90));
await Show("a date 30 seconds ago", () => Date(-30));
await Show("50 days", () => "4320000");

static async Task Show(string name, Func<string> retryAfter)
{
    var delays = new List<string>();
    var options = new HttpRetryStrategyOptions
    {
        MaxRetryAttempts = 3,
        Delay = TimeSpan.FromSeconds(2),
        MaxDelay = TimeSpan.FromSeconds(30),
        UseJitter = false,
        OnRetry = attempt =>
        {
            double seconds = attempt.RetryDelay.TotalSeconds;
            delays.Add(seconds is > 85 and <= 90 ? "90" : seconds.ToString("0.###"));
            return default;
        },
    };
    var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = new ImpatientTime() }.AddRetry(options);
    using var client = new HttpClient(new ResilienceHandler(pipeline.Build()) { InnerHandler = new BusyServer(retryAfter) });
    string outcome;
    try
    {
        outcome = (await client.GetAsync("http://localhost")).StatusCode.ToString();
    }
    catch (ArgumentOutOfRangeException error)
    {
        outcome = error.GetType().Name;
    }

    Console.WriteLine($"{name}: delays in seconds {string.Join(", ", delays)}; result {outcome}");
}

class BusyServer(Func<string> retryAfter) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token)
    {
        var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation("Retry-After", retryAfter());
        return Task.FromResult(response);
    }
}

class ImpatientTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
}
CSHARP
dotnet build "$folder" --output "$folder/out" --verbosity quiet >/dev/null
seen=$(dotnet "$folder/out/delays.dll")
echo "$seen"

expected='no valid value: delays in seconds 2, 4, 8; result TooManyRequests
90 seconds: delays in seconds 90, 90, 90; result TooManyRequests
0 seconds: delays in seconds 0, 0, 0; result TooManyRequests
a date in 90 seconds: delays in seconds 90, 90, 90; result TooManyRequests
a date 30 seconds ago: delays in seconds 0, 0, 0; result TooManyRequests
50 days: delays in seconds 4320000; result ArgumentOutOfRangeException'
if [ "$seen" != "$expected" ]; then
    echo "CHANGED: expected"
    echo "$expected"
    exit 1
fi
