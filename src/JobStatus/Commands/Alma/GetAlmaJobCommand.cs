using System;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Gets Alma job definitions by id, or lists them.</summary>
[Cmdlet(VerbsCommon.Get, "AlmaJob", DefaultParameterSetName = ByList, SupportsPaging = true, HelpUri = HelpPages.Root + "Get-AlmaJob.md")]
[OutputType(typeof(AlmaJob))]
public sealed class GetAlmaJobCommand : ItemCommand
{
    private const string ById = "JobId";
    private const string ByList = "List";

    /// <summary>The ids of the jobs: M, S or O and digits. Only jobs that are read by id contain their parameters.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(AlmaJobCompleter))]
    [JobIdArgument(Service = "Alma", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string[] JobId { get; set; } = [];

    /// <summary>Lists only jobs with these names. Wildcards are supported.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ArgumentCompleter(typeof(AlmaJobNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Lists only jobs of this type.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ValidateSet("MANUAL", "SCHEDULED", "OTHER")]
    public string? Type { get; set; }

    /// <summary>Lists only jobs of this category, specified as Alma's code, such as RESEARCH_ASSETS.</summary>
    [Parameter(ParameterSetName = ByList)]
    [ArgumentCompleter(typeof(AlmaCategoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Category { get; set; }

    /// <summary>Lists only scheduled jobs that belong to this profile.</summary>
    [Parameter(ParameterSetName = ByList)]
    [JobIdArgument(Service = "Alma")]
    [ValidateNotNullOrEmpty]
    public string? ProfileId { get; set; }

    private protected override string ServiceName => "Alma";

    /// <summary>Starts reading the jobs.</summary>
    private protected override void ProcessItem()
    {
        if (ParameterSetName == ById)
        {
            foreach (string id in FindDefinitionIds(JobId))
            {
                Read<AlmaClient, AlmaJob>(id, (client, call) => client.GetJobAsync(id, call));
            }

            return;
        }

        var query = new AlmaJobQuery { Type = Type?.ToUpperInvariant(), Category = Category, ProfileId = ProfileId };
        Func<AlmaJob, bool>? isWanted = NamePatterns.CreateFilter<AlmaJob>(Name, static job => job.Name);
        ReadList<AlmaClient, AlmaJob>(null, (client, list, call) => client.ListJobsAsync(query, isWanted, list.Range, list, call));
    }
}
