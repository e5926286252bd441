using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alma;

/// <summary>The Alma job definitions.</summary>
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

    /// <summary>Returns true if the text has the format of a job id: M, S or O, followed by digits.</summary>
    public static bool IsId(string id) => Id().IsMatch(id);

    /// <summary>Returns true if the text has the format of an Alma code.</summary>
    public static bool IsCode(string text) => Code().IsMatch(text);

    public static DefinitionType TypeOf(string id) => Types[id[0]];

    /// <summary>Adds a definition, or replaces the one with the same id.</summary>
    /// <exception cref="ArgumentException">The definition is not valid.</exception>
    public StoredDefinition Create(NewDefinition plan)
    {
        if (Problems(plan).FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem);
        }

        return AddOrReplace(
            plan.Id,
            number => NewId(number, plan.Type ?? DefinitionType.Manual),
            id => new StoredDefinition(id, plan));
    }

    /// <summary>
    /// Returns the definition with the given id. Creates it, with the given name, if it does not exist or the id is
    /// null.
    /// </summary>
    public StoredDefinition GetOrCreate(string? id, string name)
    {
        NewDefinition plan = new() { Name = name };
        return id is null ? Create(plan) : GetOrAdd(id, _ => new StoredDefinition(id, plan));
    }

    /// <summary>Finds a definition. Returns null if it exists; otherwise, the error that Alma reports.</summary>
    public AlmaError? Resolve(string id, out StoredDefinition? definition)
    {
        definition = IsId(id) ? Find(id) : null;
        return definition is not null ? null : IsId(id) ? AlmaError.UnknownJob : AlmaError.MalformedJobId;
    }

    private static string NewId(int number, DefinitionType type) => string.Create(
        CultureInfo.InvariantCulture, $"{Types.First(entry => entry.Value == type).Key}{FirstNumber + number}");

    private static IEnumerable<string> Problems(NewDefinition plan)
    {
        if (plan.Id is { } id && !IsId(id))
        {
            yield return $"'{id}' is not a valid Alma job id. An Alma job id is M, S or O, followed by digits.";
        }
        else if (plan.Id is not null && plan.Type is { } type && type != TypeOf(plan.Id))
        {
            yield return $"The id {plan.Id} does not match the type {type}.";
        }

        if (!IsCode(plan.Category))
        {
            yield return $"'{plan.Category}' is not a valid category. Use capital letters, digits and underscores.";
        }

        if (plan.ProfileId?.All(char.IsAsciiDigit) is false)
        {
            yield return $"'{plan.ProfileId}' is not a valid profile id. Use digits only.";
        }

        if (plan.Parameters.Any(parameter => string.IsNullOrEmpty(parameter.Name)))
        {
            yield return "Each parameter needs a name.";
        }

        if (plan.Parameters.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1) is { } duplicate)
        {
            yield return $"The parameter {duplicate.Key} occurs more than once.";
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
