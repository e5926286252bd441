using System;
using System.Management.Automation;

namespace JobStatus.Pipeline;

/// <summary>A set of wildcard patterns for names. A name matches if it matches any of them, ignoring case.</summary>
internal sealed class NamePatterns
{
    private readonly WildcardPattern[] _patterns;

    public NamePatterns(params string[] patterns)
    {
        _patterns = Array.ConvertAll(patterns, pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase));
    }

    /// <summary>Creates a filter for the items of a list, or returns null if there are no patterns.</summary>
    /// <param name="patterns">The patterns. Null is the same as an empty array.</param>
    /// <param name="nameOf">Returns the name of an item.</param>
    public static Func<T, bool>? CreateFilter<T>(string[]? patterns, Func<T, string?> nameOf)
    {
        if (patterns is null || patterns.Length == 0)
        {
            return null;
        }

        var names = new NamePatterns(patterns);
        return item => names.IsMatch(nameOf(item));
    }

    public bool IsMatch(string? text) => Array.Exists(_patterns, pattern => pattern.IsMatch(text ?? string.Empty));
}
