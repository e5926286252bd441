using System;
using System.Text.RegularExpressions;

namespace JobStatus.Sandbox.Http;

/// <summary>
/// A path prefix or, if it contains the wildcard <c>*</c>, a pattern for the whole path. The comparison ignores case.
/// </summary>
internal sealed class PathPattern
{
    private readonly Regex _expression;

    public PathPattern(string pattern)
    {
        bool whole = pattern.Contains('*', StringComparison.Ordinal);
        string expression = Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal);
        _expression = new Regex(
            whole ? $"^{expression}$" : $"^{expression}",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    public bool Matches(string path) => _expression.IsMatch(path);
}
