using System.Management.Automation;
using JobStatus.Services.Xplenty;

namespace JobStatus.Commands;

/// <summary>Reads how many requests Xplenty grants in an hour and how many are left, which costs none.</summary>
[Cmdlet(VerbsCommon.Get, "XplentyRateLimit", HelpUri = HelpPages.Root + "Get-XplentyRateLimit.md")]
[OutputType(typeof(XplentyRateLimit))]
public sealed class GetXplentyRateLimitCommand : ConnectedCommand
{
    private protected override string ServiceName => "Xplenty";

    /// <summary>Starts the read.</summary>
    protected override void ProcessRecord() =>
        Read("rate limit", async (client, call) => await ((XplentyClient)client).GetRateLimitAsync(call).ConfigureAwait(false));
}
