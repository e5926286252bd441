using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace JobStatus.Completion;

/// <summary>What is to be completed, and what stands in the command already.</summary>
internal sealed class CompletionRequest
{
    // Every service has its type of jobs in the model, where nothing must be loaded to look.
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
        NamesConnection = parameters.Contains("Connection") || line.CommandElements.OfType<CommandParameterAst>().Any(element => element.ParameterName.Length > 0 && "Connection".StartsWith(element.ParameterName, StringComparison.OrdinalIgnoreCase));
    }

    public static IReadOnlyList<string> AllServices => ServiceNames.Value;

    public string Command { get; }

    public string Parameter { get; }

    /// <summary>What was typed so far, without quotes.</summary>
    public string Word { get; }

    /// <summary>The services that the command is about: the one in its name, those that -Service names, or all.</summary>
    public IReadOnlyList<string> Services
    {
        get
        {
            string[] inName = AllServices.Where(service => Command.IndexOf(service, StringComparison.OrdinalIgnoreCase) >= 0).ToArray();
            string[] patterns = Values("Service");
            return inName.Length > 0 ? inName
                : patterns.Length > 0 ? AllServices.Where(service => patterns.Any(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(service))).ToArray()
                : AllServices;
        }
    }

    /// <summary>Whether the command names the connection itself, though it may do so in a way that only running it could tell.</summary>
    public bool NamesConnection { get; }

    /// <summary>The values of another parameter, as far as they stand in the command; none otherwise.</summary>
    public string[] Values(string parameter) =>
        _parameters[parameter] is { } value && LanguagePrimitives.TryConvertTo(value, out string[] values) ? values : [];

    /// <summary>The first value of another parameter, if it stands in the command and is not empty.</summary>
    public string? Value(string parameter) => Values(parameter).FirstOrDefault(value => value?.Length > 0);

    /// <summary>Whether a text starts with what was typed.</summary>
    public bool Starts(string text) => text.StartsWith(Word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an id starts with what was typed, or the name behind it has that somewhere.</summary>
    public bool Means(Choice choice) =>
        Starts(choice.Id) || choice.Name?.IndexOf(Word, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>
    /// The connection that the command would use; null when there is none. One that the environment variables describe
    /// is opened only for who means to ask through it.
    /// </summary>
    public JobStatusConnection? FindConnection(string service, bool toAsk)
    {
        ConnectionReference? reference = null;

        // One that is named but not known, such as the value of an expression, is never taken for the default.
        return !NamesConnection || (_parameters["Connection"] is { } given && LanguagePrimitives.TryConvertTo(given, out reference))
            ? ConnectionStore.TryFind(service, reference, mayOpen: toAsk)
            : null;
    }
}
