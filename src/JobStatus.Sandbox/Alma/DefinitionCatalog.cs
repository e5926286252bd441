using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alma;

/// <summary>Alma's job definitions.</summary>
internal sealed partial class DefinitionCatalog()
    : Catalog<StoredDefinition>(BuiltInDefinitions.Plans.Select(plan => new StoredDefinition(plan.Id!, plan)))
{
    private const int FirstNumber = 60_000;

    private static readonly Dictionary<char, DefinitionType> Types = new()
    {
        ['M'] = DefinitionType.Manual,
        ['S'] = DefinitionType.Scheduled,
        ['O'] = DefinitionType.Other,
    };

    /// <summary>Whether Alma would read this as the id of a job definition.</summary>
    internal static bool IsId(string id) => Id().IsMatch(id);

    /// <summary>Whether this can be one of Alma's codes.</summary>
    internal static bool IsCode(string text) => Code().IsMatch(text);

    internal static DefinitionType TypeOf(string id) => Types[id[0]];

    /// <exception cref="ArgumentException">Alma could not have such a definition.</exception>
    internal StoredDefinition Create(NewDefinition plan)
    {
        if (Problems(plan).FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem);
        }

        return Put(
            plan.Id,
            number => NewId(number, plan.Type ?? DefinitionType.Manual),
            id => new StoredDefinition(id, plan));
    }

    /// <summary>
    /// The definition of that id, which is added under that name when there is none; a new one without an id.
    /// </summary>
    internal StoredDefinition Ensure(string? id, string name)
    {
        NewDefinition plan = new() { Name = name };
        return id is null ? Create(plan) : GetOrAdd(id, _ => new StoredDefinition(id, plan));
    }

    /// <summary>Finds the definition, or the error that Alma has for an id that leads to none.</summary>
    internal AlmaError? TryFind(string id, out StoredDefinition? definition)
    {
        definition = IsId(id) ? Find(id) : null;
        return definition is not null ? null : IsId(id) ? AlmaError.UnknownJob(id) : AlmaError.MalformedJobId(id);
    }

    private static string NewId(int number, DefinitionType type) => string.Create(
        CultureInfo.InvariantCulture, $"{Types.First(entry => entry.Value == type).Key}{FirstNumber + number}");

    private static IEnumerable<string> Problems(NewDefinition plan)
    {
        if (plan.Id is { } id && !IsId(id))
        {
            yield return $"'{id}' cannot be the id of an Alma job: it is M, S or O, then digits.";
        }
        else if (plan.Id is not null && plan.Type is { } type && type != TypeOf(plan.Id))
        {
            yield return $"The id {plan.Id} tells another type than {type}.";
        }

        if (!IsCode(plan.Category))
        {
            yield return $"'{plan.Category}' cannot be a category: it is capital letters, digits and underscores.";
        }

        if (plan.ProfileId?.All(char.IsAsciiDigit) is false)
        {
            yield return $"'{plan.ProfileId}' cannot be the id of a profile: it is digits.";
        }

        if (plan.Parameters.Any(parameter => string.IsNullOrEmpty(parameter.Name)))
        {
            yield return "A parameter has no name.";
        }

        if (plan.Parameters.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            yield return $"The parameter {twice.Key} is there more than once.";
        }

        if (NewJobValidator.ProblemOf(new NewJob(plan.Run) { Service = SandboxService.Alma }) is { } problem)
        {
            yield return problem;
        }
    }

    [GeneratedRegex("^[MSO][0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex("^[A-Z0-9_]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
