using System;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Gets Alma sets by id, or lists them.</summary>
[Cmdlet(VerbsCommon.Get, "AlmaSet", DefaultParameterSetName = ByList, SupportsPaging = true, HelpUri = HelpPages.Root + "Get-AlmaSet.md")]
[OutputType(typeof(AlmaSet))]
public sealed class GetAlmaSetCommand : AlmaSetCommand
{
    private const string ById = "SetId";
    private const string ByList = "List";

    /// <summary>The ids of the sets. Only sets that are read by id contain the number of their members.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(AlmaSetCompleter))]
    [JobIdArgument(Service = "Alma", AcceptsSets = true)]
    [ValidateNotNullOrEmpty]
    public string[] SetId { get; set; } = [];

    /// <summary>Lists only sets with these names. Wildcards are supported.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ArgumentCompleter(typeof(AlmaSetNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Lists only sets with this word in their name. Alma searches for it.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateNotNullOrEmpty]
    public string? NameWord { get; set; }

    /// <summary>Lists only sets of this creator.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateNotNullOrEmpty]
    public string? CreatedBy { get; set; }

    /// <summary>Lists only sets with this type of members, as an Alma code, such as USER.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ArgumentCompleter(typeof(AlmaContentCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Content { get; set; }

    /// <summary>Lists only itemized or only logical sets.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateSet("ITEMIZED", "LOGICAL")]
    public string? Type { get; set; }

    /// <summary>Lists only sets of the institution or only sets of the Community Zone.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateSet("UI", "UI_CZ")]
    public string? Origin { get; set; }

    /// <summary>Starts reading the sets.</summary>
    private protected override void ProcessItem()
    {
        if (ParameterSetName == ById)
        {
            foreach (string id in FindSetIds(SetId))
            {
                Read<AlmaClient, AlmaSet>(id, (client, call) => client.GetSetAsync(id, call));
            }

            return;
        }

        var query = new AlmaSetQuery
        {
            NameWord = NameWord,
            CreatedBy = CreatedBy,
            Content = Content,
            Type = Type?.ToUpperInvariant(),
            Origin = Origin?.ToUpperInvariant(),
        };
        ReadList<AlmaClient, AlmaSet>(null, (client, list, call) => client.ListSetsAsync(query, CreateFilter(), list.Range, list, call));
    }

    // Alma accepts only one of the two conditions in a request.
    private Func<AlmaSet, bool>? CreateFilter()
    {
        Func<AlmaSet, bool>? hasName = NamePatterns.CreateFilter<AlmaSet>(Name, static set => set.Name);
        return NameWord is not null && CreatedBy is { } creator
            ? set => hasName?.Invoke(set) != false
                && set.CreatedBy?.Value?.IndexOf(creator, StringComparison.OrdinalIgnoreCase) >= 0
            : hasName;
    }
}
