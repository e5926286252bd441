using System;
using System.Management.Automation;

namespace JobStatus.Pipeline;

/// <summary>Names with wildcards, as a user gives them: any of them will do, in any case.</summary>
internal sealed class NamePatterns
{
    private readonly WildcardPattern[] _patterns;

    public NamePatterns(params string[] patterns)
    {
        _patterns = Array.ConvertAll(patterns, pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase));
    }

    public bool Match(string? text) => Array.Exists(_patterns, pattern => pattern.IsMatch(text ?? string.Empty));
}
