using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>
/// A search for jobs. Each term consists of an attribute, an operator and a value, and a job must match all terms.
/// </summary>
internal sealed partial class XplentySearch
{
    private static readonly string[] Day = ["yyyy-MM-dd"];

    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss"];

    private static readonly Dictionary<string, Func<Term, Predicate<XplentySearchFields>?>> Attributes = new()
    {
        ["id"] = term => MatchNumber(term, job => job.Id),
        ["started"] = term => MatchTime(term, job => job.StartedAt),
        ["finished"] = term => MatchTime(term, job => job.FinishedAt),
        ["duration"] = term => MatchNumber(term, job => job.Seconds),
        ["status"] = term => MatchText(term, job => [job.Status], whole: true),
        ["package"] = term => MatchText(term, job => job.Package),
        ["log"] = term => MatchText(term, job => [job.Log]),
        ["schedule"] = term => MatchText(term, job => job.Schedule),
        ["user"] = term => MatchText(term, job => job.User),
    };

    private readonly Predicate<XplentySearchFields>[] _terms;

    private XplentySearch(Predicate<XplentySearchFields>[] terms)
    {
        _terms = terms;
    }

    /// <summary>Parses a search. Returns null if it is not valid.</summary>
    public static XplentySearch? Parse(string text)
    {
        if (!QueryPattern().IsMatch(text))
        {
            return null;
        }

        Predicate<XplentySearchFields>?[] terms = [.. TermPattern().Matches(text).Select(match => Read(match.Groups))];
        return terms.Contains(null) ? null : new XplentySearch([.. terms.OfType<Predicate<XplentySearchFields>>()]);
    }

    public bool Matches(XplentySearchFields job) => Array.TrueForAll(_terms, term => term(job));

    private static Predicate<XplentySearchFields>? Read(GroupCollection groups)
    {
        Term term = new(groups["operator"].Value, groups["value"].Value);
        bool isNegated = groups["not"].Success;
        if (!Attributes.TryGetValue(groups["attribute"].Value, out Func<Term, Predicate<XplentySearchFields>?>? read)
            || read(term) is not { } matches
            || (isNegated && term.Operator.Length > 0))
        {
            return null;
        }

        return isNegated ? job => !matches(job) : matches;
    }

    private static Predicate<XplentySearchFields>? MatchNumber(Term term, Func<XplentySearchFields, long?> read)
    {
        if (!long.TryParse(term.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return null;
        }

        return term.Operator switch
        {
            ">" => job => read(job) >= number,
            "<" => job => read(job) <= number,
            _ => job => read(job) == number,
        };
    }

    /// <summary>
    /// Creates a predicate for a time. A date means the whole day, and a time means the whole second.
    /// </summary>
    private static Predicate<XplentySearchFields>? MatchTime(Term term, Func<XplentySearchFields, DateTimeOffset?> read)
    {
        if (!TryParse(term.Value, Day, out DateTimeOffset from) && !TryParse(term.Value, Times, out from))
        {
            return null;
        }

        DateTimeOffset until = from + (term.Value.Length == Day[0].Length ? TimeSpan.FromDays(1) : TimeSpan.FromSeconds(1));
        return term.Operator switch
        {
            ">" => job => read(job) >= from,
            "<" => job => read(job) < until,
            _ => job => read(job) >= from && read(job) < until,
        };
    }

    private static Predicate<XplentySearchFields>? MatchText(
        Term term, Func<XplentySearchFields, IEnumerable<string>> read, bool whole = false)
    {
        if (term.Operator.Length > 0)
        {
            return null;
        }

        return whole
            ? job => read(job).Contains(term.Value, StringComparer.OrdinalIgnoreCase)
            : job => read(job).Any(text => text.Contains(term.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static bool TryParse(string text, string[] formats, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    [GeneratedRegex("""^\s*(-?[a-z]+:[<>]?("[^"]*"|[^\s"]+)(\s+|$))+$""", RegexOptions.CultureInvariant)]
    private static partial Regex QueryPattern();

    [GeneratedRegex(
        """(?<not>-)?(?<attribute>[a-z]+):(?<operator>[<>]?)("(?<value>[^"]*)"|(?<value>[^\s"]+))""",
        RegexOptions.CultureInvariant)]
    private static partial Regex TermPattern();

    private sealed record Term(string Operator, string Value);
}
