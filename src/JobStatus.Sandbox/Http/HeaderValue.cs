using System.Linq;

namespace JobStatus.Sandbox.Http;

/// <summary>Validates the values of HTTP headers.</summary>
internal static class HeaderValue
{
    public static bool IsValid(string text) => text.All(character => character is >= ' ' and <= '~');
}
