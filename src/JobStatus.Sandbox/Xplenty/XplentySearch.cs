using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>A search for jobs: terms of an attribute, an operator and a value, all of which must hold.</summary>
internal sealed partial class XplentySearch
{
    private static readonly string[] Day = ["yyyy-MM-dd"];

    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss"];

    private static readonly Dictionary<string, Func<Term, Predicate<XplentySearchFields>?>> Attributes = new()
    {
        ["id"] = term => OfNumber(term, job => job.Id),
        ["started"] = term => OfTime(term, job => job.StartedAt),
        ["finished"] = term => OfTime(term, job => job.FinishedAt),
        ["duration"] = term => OfNumber(term, job => job.Seconds),
        ["status"] = term => OfText(term, job => [job.Status], whole: true),
        ["package"] = term => OfText(term, job => job.Package),
        ["log"] = term => OfText(term, job => [job.Log]),
        ["schedule"] = term => OfText(term, job => job.Schedule),
        ["user"] = term => OfText(term, job => job.User),
    };

    private readonly Predicate<XplentySearchFields>[] _terms;

    private XplentySearch(Predicate<XplentySearchFields>[] terms)
    {
        _terms = terms;
    }

    /// <summary>Reads a search; null when a part of it cannot be read.</summary>
    internal static XplentySearch? Parse(string text)
    {
        if (!Whole().IsMatch(text))
        {
            return null;
        }

        Predicate<XplentySearchFields>?[] terms = [.. Single().Matches(text).Select(match => Read(match.Groups))];
        return terms.Contains(null) ? null : new XplentySearch([.. terms.OfType<Predicate<XplentySearchFields>>()]);
    }

    internal bool Finds(XplentySearchFields job) => Array.TrueForAll(_terms, term => term(job));

    private static Predicate<XplentySearchFields>? Read(GroupCollection groups)
    {
        Term term = new(groups["operator"].Value, groups["value"].Value);
        bool not = groups["not"].Success;
        if (!Attributes.TryGetValue(groups["attribute"].Value, out Func<Term, Predicate<XplentySearchFields>?>? read)
            || read(term) is not { } holds
            || (not && term.Operator.Length > 0))
        {
            return null;
        }

        return not ? job => !holds(job) : holds;
    }

    private static Predicate<XplentySearchFields>? OfNumber(Term term, Func<XplentySearchFields, long?> read)
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

    /// <summary>A day means all of it: at least from its start on, at most until its end.</summary>
    private static Predicate<XplentySearchFields>? OfTime(Term term, Func<XplentySearchFields, DateTimeOffset?> read)
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

    private static Predicate<XplentySearchFields>? OfText(
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
    private static partial Regex Whole();

    [GeneratedRegex(
        """(?<not>-)?(?<attribute>[a-z]+):(?<operator>[<>]?)("(?<value>[^"]*)"|(?<value>[^\s"]+))""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Single();

    private sealed record Term(string Operator, string Value);
}
