using System.Linq;

namespace JobStatus.Sandbox;

/// <summary>Tells what can stand in a header.</summary>
internal static class HeaderText
{
    internal static bool IsLegal(string text) => text.All(character => character is >= ' ' and <= '~');
}
