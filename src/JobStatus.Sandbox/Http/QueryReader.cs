using System;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Http;

/// <summary>
/// Reads the parameters of a query strictly, and keeps the first that cannot be read. One without a value counts as left
/// out.
/// </summary>
internal sealed class QueryReader(IQueryCollection query)
{
    /// <summary>The first parameter that could not be read, or null.</summary>
    internal QueryError? Problem { get; private set; }

    internal string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    internal int Integer(string name, int otherwise, int least, int most = int.MaxValue)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= least
            && number <= most)
        {
            return number;
        }

        Refuse(name, $"It is a number {(most == int.MaxValue ? $"of at least {least}" : $"from {least} to {most}")}.");
        return otherwise;
    }

    internal long? Id(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id))
        {
            return id;
        }

        Refuse(name, "It is a number.");
        return null;
    }

    internal bool? Switch(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (bool.TryParse(text, out bool value))
        {
            return value;
        }

        Refuse(name, "It is true or false.");
        return null;
    }

    internal DateTimeOffset? Day(string name) => Time(name, "yyyy-MM-dd", "It is a day, such as 2026-03-14.");

    internal DateTimeOffset? Moment(string name) =>
        Time(name, "yyyy-MM-dd'T'HH:mm:ss'Z'", "It is a time in UTC, such as 2026-03-14T22:00:00Z.");

    /// <summary>One of the words, as they write it; null when it is left out.</summary>
    internal string? Word(string name, StringComparison comparison, params string[] words)
    {
        string? text = Text(name);
        return text is null ? null : OneOf(name, text, comparison, words);
    }

    /// <summary>The words of a parameter that may be repeated; none when it is left out.</summary>
    internal string[] Words(string name, StringComparison comparison, params string[] words) =>
        [.. Texts(name).Select(text => OneOf(name, text, comparison, words)).OfType<string>()];

    /// <summary>The values of a parameter that may be repeated.</summary>
    internal string[] Texts(string name) => [.. query[name].OfType<string>().Where(text => text.Length > 0)];

    internal void Refuse(string name, string rule) => Problem ??= new QueryError(name, rule);

    private string? OneOf(string name, string text, StringComparison comparison, string[] words)
    {
        string? word = Array.Find(words, word => word.Equals(text, comparison));
        if (word is null)
        {
            Refuse(name, $"It is one of {string.Join(", ", words)}.");
        }

        return word;
    }

    private DateTimeOffset? Time(string name, string format, string rule)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(
            text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
        {
            return time;
        }

        Refuse(name, rule);
        return null;
    }
}
