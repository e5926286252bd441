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

    public bool IsMatch(string? text) => Array.Exists(_patterns, pattern => pattern.IsMatch(text ?? string.Empty));
}
