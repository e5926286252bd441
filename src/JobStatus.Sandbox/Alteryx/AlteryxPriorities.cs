using System;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>Alteryx's words for how much a job matters, least first.</summary>
internal static class AlteryxPriorities
{
    internal const string Default = "Default";

    internal static string[] Words { get; } = [Default, "Low", "Medium", "High", "Critical"];

    internal static string InWords => string.Join(", ", Words);

    internal static bool IsWord(string priority) => RankOf(priority) >= 0;

    internal static int RankOf(string priority) => Array.IndexOf(Words, priority);
}
