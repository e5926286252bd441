using System.Linq;

namespace JobStatus.Sandbox.Http;

/// <summary>Tells what can stand in a header.</summary>
internal static class HeaderValue
{
    internal static bool IsLegal(string text) => text.All(character => character is >= ' ' and <= '~');
}
