using System;
using System.Text.RegularExpressions;

namespace JobStatus.Sandbox.Http;

/// <summary>A start of a path, or a whole path in which <c>*</c> stands for anything; in either case of letters.</summary>
internal sealed class PathPattern
{
    private readonly Regex _expression;

    internal PathPattern(string pattern)
    {
        bool whole = pattern.Contains('*', StringComparison.Ordinal);
        string expression = Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal);
        _expression = new Regex(
            whole ? $"^{expression}$" : $"^{expression}",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    internal bool Matches(string path) => _expression.IsMatch(path);
}
