using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Pipeline;

/// <summary>Finds the one definition that has a name.</summary>
internal static class DefinitionSearch
{
    private const int MaxNames = 20;

    /// <summary>Returns the definition with a name, or the only one whose name matches a pattern.</summary>
    /// <param name="service">The name of the service.</param>
    /// <param name="kind">What the service calls a definition, such as workflow.</param>
    /// <param name="name">The name, in which wildcards are supported. A name that is equal to the text takes precedence.</param>
    /// <param name="all">All definitions.</param>
    /// <param name="nameOf">Returns the name of a definition, or null if it has none.</param>
    /// <param name="idOf">Returns the id of a definition.</param>
    /// <exception cref="JobServiceException">
    /// InvalidRequest: several definitions match. JobNotFound: none matches. The message lists them.
    /// </exception>
    public static T FindOne<T>(
        string service,
        string kind,
        string name,
        IReadOnlyList<T> all,
        Func<T, string?> nameOf,
        Func<T, string> idOf)
    {
        var pattern = new NamePatterns(name);
        List<T> found = [.. all.Where(definition => string.Equals(nameOf(definition), name, StringComparison.OrdinalIgnoreCase))];
        if (found.Count == 0)
        {
            found = [.. all.Where(definition => pattern.IsMatch(nameOf(definition)))];
        }

        string shown = DisplayText.OneLine(name) ?? name;
        return found.Count switch
        {
            1 => found[0],
            0 => throw new JobServiceException(
                service,
                JobServiceErrorKind.JobNotFound,
                $"There is no {service} {kind} named '{shown}'.",
                all.Count == 0
                    ? $"The connection has no {kind} that you are allowed to see."
                    : "Use the name of one of these: "
                        + $"{Join(all.Select(definition => DisplayText.OneLine(nameOf(definition))).OfType<string>())}."),
            _ => throw new JobServiceException(
                service,
                JobServiceErrorKind.InvalidRequest,
                $"'{shown}' is the name of {found.Count} {service} {kind}s.",
                "Specify the id of one of these: "
                + $"{Join(found.Select(definition => $"{idOf(definition)} ({DisplayText.OneLine(nameOf(definition))})"))}."),
        };
    }

    private static string Join(IEnumerable<string> texts)
    {
        string[] sorted = [.. texts.Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(text => text, StringComparer.OrdinalIgnoreCase)];
        string shown = string.Join(", ", sorted.Take(MaxNames));
        return sorted.Length > MaxNames ? $"{shown}, and {sorted.Length - MaxNames} more" : shown;
    }
}
