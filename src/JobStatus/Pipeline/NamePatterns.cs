using System;
using System.Management.Automation;

namespace JobStatus.Pipeline;

/// <summary>A set of wildcard patterns for names. A name matches if it matches any of them, ignoring case.</summary>
internal sealed class NamePatterns
{
    private readonly WildcardPattern[] _patterns;

    /// <param name="patterns">The patterns.</param>
    /// <exception cref="JobServiceException">InvalidRequest: a pattern is not valid.</exception>
    public NamePatterns(params string[] patterns)
    {
        _patterns = Array.ConvertAll(patterns, Parse);
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

    // PowerShell reads a pattern only when it is first used.
    private static WildcardPattern Parse(string text)
    {
        try
        {
            var pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase);
            pattern.IsMatch(string.Empty);
            return pattern;
        }
        catch (WildcardPatternException exception)
        {
            throw new JobServiceException(
                "all",
                JobServiceErrorKind.InvalidRequest,
                $"'{DisplayText.OneLine(text)}' is not a valid wildcard pattern.",
                $"To match a bracket itself, put a backtick before it: '{DisplayText.OneLine(text.Replace("[", "`["))}'.",
                exception);
        }
    }
}
