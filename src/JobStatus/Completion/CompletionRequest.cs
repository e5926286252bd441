using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using JobStatus.Pipeline;

namespace JobStatus.Completion;

/// <summary>The word to complete, and the command that contains it.</summary>
internal sealed class CompletionRequest
{
    // Every service has a job type in the model, which is already loaded. The services assembly might not be loaded
    // yet.
    private static readonly Lazy<string[]> ServiceNames = new(() =>
        [.. typeof(RemoteJob).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(RemoteJob)) && !type.IsAbstract)
            .Select(type => ((RemoteJob)Activator.CreateInstance(type)!).Service)
            .OrderBy(name => name, StringComparer.Ordinal)]);

    private readonly IDictionary _parameters;

    public CompletionRequest(string command, string parameter, string word, CommandAst line, IDictionary parameters)
    {
        Command = command;
        Parameter = parameter;
        Word = CompletionText.Unquote(word);
        _parameters = parameters;
        NamesConnection = parameters.Contains("Connection")
            || line.CommandElements.OfType<CommandParameterAst>().Any(element =>
                element.ParameterName.Length > 0
                && "Connection".StartsWith(element.ParameterName, StringComparison.OrdinalIgnoreCase));
    }

    public static IReadOnlyList<string> AllServices => ServiceNames.Value;

    public string Command { get; }

    public string Parameter { get; }

    /// <summary>The word that the user has typed so far, without quotes.</summary>
    public string Word { get; }

    /// <summary>
    /// The services that the command is for: the one in its name, those that match -Service, or all services.
    /// </summary>
    public IReadOnlyList<string> Services
    {
        get
        {
            string[] fromName = AllServices.Where(service => Command.IndexOf(service, StringComparison.OrdinalIgnoreCase) >= 0).ToArray();
            string[] patterns = Values("Service");
            return fromName.Length > 0 ? fromName
                : patterns.Length > 0 ? AllServices.Where(new NamePatterns(patterns).IsMatch).ToArray()
                : AllServices;
        }
    }

    /// <summary>True if the command specifies a connection, even if its value is known only when the command runs.</summary>
    public bool NamesConnection { get; }

    /// <summary>Returns the values of another parameter if they are known before the command runs; otherwise none.</summary>
    public string[] Values(string parameter) =>
        _parameters[parameter] is { } value && LanguagePrimitives.TryConvertTo(value, out string[] values) ? values : [];

    /// <summary>Returns the first known value of another parameter that is not empty; null if there is none.</summary>
    public string? Value(string parameter) => Values(parameter).FirstOrDefault(value => value?.Length > 0);

    /// <summary>Checks whether a text starts with the typed word.</summary>
    public bool MatchesPrefix(string text) => text.StartsWith(Word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Checks whether the id of a candidate starts with the typed word, or its name contains the word.</summary>
    public bool Matches(CompletionCandidate candidate) =>
        MatchesPrefix(candidate.Id) || candidate.Name?.IndexOf(Word, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Returns the connection that the command would use; null if there is none.</summary>
    /// <param name="service">The name of the service.</param>
    /// <param name="mayOpen">True to open the connection from the environment variables if it is not open yet.</param>
    public JobStatusConnection? FindConnection(string service, bool mayOpen)
    {
        ConnectionReference? reference = null;

        // If the command specifies a connection whose value is not known yet, such as a variable, the default must not
        // be used.
        return !NamesConnection || (_parameters["Connection"] is { } value && LanguagePrimitives.TryConvertTo(value, out reference))
            ? ConnectionStore.TryFind(service, reference, mayOpen)
            : null;
    }
}
