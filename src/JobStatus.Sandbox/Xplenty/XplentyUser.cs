using System.Text.Json.Nodes;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>
/// An Xplenty user. The sandbox has two user ids: one for the owner of the key and one for all other users.
/// </summary>
internal sealed record XplentyUser(long Id, string DisplayName)
{
    private const long OtherId = 4202;

    /// <summary>The owner of the key.</summary>
    public static XplentyUser Caller { get; } = new(4201, "Sandbox User");

    /// <summary>Returns the user who submitted a job.</summary>
    public static XplentyUser CreatorOf(NewJob plan) =>
        plan.SubmittedBy is { } name ? new XplentyUser(OtherId, name) : Caller;

    public JsonObject Write() => new() { ["id"] = Id, ["display_name"] = DisplayName };
}
