using System;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>The priorities of Alteryx jobs, lowest first.</summary>
internal static class AlteryxPriorities
{
    public const string Default = "Default";

    public static string[] Names { get; } = [Default, "Low", "Medium", "High", "Critical"];

    public static string NameList => string.Join(", ", Names);

    public static bool IsValid(string priority) => RankOf(priority) >= 0;

    public static int RankOf(string priority) => Array.IndexOf(Names, priority);
}
