using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Gets the hourly Xplenty quota and the number of requests left. This request does not count.</summary>
[Cmdlet(VerbsCommon.Get, "XplentyRateLimit", HelpUri = HelpPages.Root + "Get-XplentyRateLimit.md")]
[OutputType(typeof(XplentyRateLimit))]
public sealed class GetXplentyRateLimitCommand : ClientCommand
{
    private protected override string ServiceName => "Xplenty";

    /// <summary>Starts reading the quota.</summary>
    protected override void ProcessRecord() =>
        Read<XplentyClient, XplentyRateLimit>("rate limit", (client, call) => client.GetRateLimitAsync(call));
}
