using System;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Http;

/// <summary>
/// Reads query parameters strictly and records the first one that is not valid. A parameter without a value is treated
/// as missing.
/// </summary>
internal sealed class QueryReader(IQueryCollection query)
{
    /// <summary>The first parameter that is not valid, or null if there is none.</summary>
    public QueryProblem? Problem { get; private set; }

    public string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    public int Integer(string name, int defaultValue, int min, int max = int.MaxValue)
    {
        if (Text(name) is not { } text)
        {
            return defaultValue;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= min
            && number <= max)
        {
            return number;
        }

        AddProblem(name, $"It must be a number {(max == int.MaxValue ? $"of at least {min}" : $"from {min} to {max}")}.");
        return defaultValue;
    }

    public long? Id(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id))
        {
            return id;
        }

        AddProblem(name, "It must be a number.");
        return null;
    }

    public bool? Boolean(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (bool.TryParse(text, out bool value))
        {
            return value;
        }

        AddProblem(name, "It must be true or false.");
        return null;
    }

    public DateTimeOffset? Date(string name) => Time(name, "yyyy-MM-dd", "It must be a date, such as 2026-03-14.");

    public DateTimeOffset? UtcTime(string name) =>
        Time(name, "yyyy-MM-dd'T'HH:mm:ss'Z'", "It must be a time in UTC, such as 2026-03-14T22:00:00Z.");

    /// <summary>
    /// Returns the matching choice in its defined spelling, or null if the parameter is missing or not valid.
    /// </summary>
    public string? Choice(string name, StringComparison comparison, params string[] choices)
    {
        string? text = Text(name);
        return text is null ? null : ParseChoice(name, text, comparison, choices);
    }

    /// <summary>Returns the matching choices of a parameter that can be repeated.</summary>
    public string[] Choices(string name, StringComparison comparison, params string[] choices) =>
        [.. TextList(name).Select(text => ParseChoice(name, text, comparison, choices)).OfType<string>()];

    /// <summary>Returns the values of a parameter that can be repeated.</summary>
    public string[] TextList(string name) => [.. query[name].OfType<string>().Where(text => text.Length > 0)];

    public void AddProblem(string name, string rule) => Problem ??= new QueryProblem(name, rule);

    private string? ParseChoice(string name, string text, StringComparison comparison, string[] choices)
    {
        string? choice = Array.Find(choices, choice => choice.Equals(text, comparison));
        if (choice is null)
        {
            AddProblem(name, $"It must be one of {string.Join(", ", choices)}.");
        }

        return choice;
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

        AddProblem(name, rule);
        return null;
    }
}
