using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>The people that Xplenty knows: the one who has the key, and one who stands for everybody else.</summary>
internal sealed record XplentyUser(long Id, string DisplayName)
{
    private const long OtherId = 4202;

    /// <summary>The user of the key.</summary>
    internal static XplentyUser Caller { get; } = new(4201, "Sandbox User");

    /// <summary>Who submitted a job.</summary>
    internal static XplentyUser CreatorOf(NewJob plan) =>
        plan.SubmittedBy is { } name ? new XplentyUser(OtherId, name) : Caller;

    internal JsonObject Write() => new() { ["id"] = Id, ["display_name"] = DisplayName };
}
