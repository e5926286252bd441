using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Pipeline;

/// <summary>Finds the one package or workflow that a name or a wildcard pattern selects.</summary>
internal static class NameSearch
{
    private const int MaxCount = 20;

    /// <summary>
    /// Returns the only definition with the name. A definition whose name or id is exactly the text is preferred to others
    /// that the text matches as a pattern.
    /// </summary>
    /// <param name="service">The name of the service.</param>
    /// <param name="kind">What the definitions are, in the plural, such as "active Xplenty packages" or "Alteryx workflows".</param>
    /// <param name="name">The name or pattern.</param>
    /// <param name="all">All definitions.</param>
    /// <param name="nameOf">Returns the name of a definition.</param>
    /// <param name="idOf">Returns the id of a definition.</param>
    /// <exception cref="JobServiceException">No definition, or more than one, has the name. The message lists them.</exception>
    public static T FindOne<T>(
        string service,
        string kind,
        string name,
        IReadOnlyList<T> all,
        Func<T, string?> nameOf,
        Func<T, string> idOf)
    {
        T[] exact = all.Where(item => string.Equals(nameOf(item), name, StringComparison.OrdinalIgnoreCase)).ToArray();
        T[] found = exact.Length > 0 ? exact : all.Where(item => idOf(item) == name).ToArray();
        if (found.Length == 0)
        {
            var pattern = new NamePatterns(name);
            found = all.Where(item => pattern.IsMatch(nameOf(item))).ToArray();
        }

        if (found.Length == 1)
        {
            return found[0];
        }

        string List(T[] items) =>
            string.Join(
                ", ",
                items
                    .OrderBy(nameOf, StringComparer.OrdinalIgnoreCase)
                    .Take(MaxCount)
                    .Select(item => $"{DisplayText.FirstNonEmpty(nameOf(item), "(no name)")} ({idOf(item)})"))
            + (items.Length > MaxCount ? FormattableString.Invariant($" and {items.Length - MaxCount} more") : string.Empty);
        string shown = DisplayText.OneLine(name) ?? name;
        throw found.Length > 1
            ? new JobServiceException(
                service,
                JobServiceErrorKind.InvalidRequest,
                FormattableString.Invariant($"'{shown}' matches {found.Length} {kind}: {List(found)}."),
                exact.Length > 1 ? "Specify the id in parentheses." : "Specify the exact name, or the id in parentheses.")
            : new JobServiceException(
                service,
                JobServiceErrorKind.JobNotFound,
                all.Count == 0 ? $"There are no {kind}." : $"'{shown}' matches none of the {kind}: {List([.. all])}.",
                (all.Count == 0 ? "Check" : "Specify one of these names, or check")
                    + " that the connection is for the right account or Server.");
    }
}
