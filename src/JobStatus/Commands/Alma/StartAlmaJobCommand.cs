using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Rehydration;
using JobStatus.Services.Alma;
using JobStatus.Services.Documents;

namespace JobStatus.Commands;

/// <summary>Starts an Alma job. The request is retried only if Alma reports that it was not processed.</summary>
[Cmdlet(
    VerbsLifecycle.Start,
    "AlmaJob",
    DefaultParameterSetName = ById,
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Root + "Start-AlmaJob.md")]
[OutputType(typeof(AlmaJobInstance))]
public sealed class StartAlmaJobCommand : ItemCommand
{
    private const string ById = "JobId";
    private const string ByJob = "Job";
    private const string ByPath = "Path";

    /// <summary>The id of the job: M, S or O and digits.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById)]
    [Parameter(Position = 0, ParameterSetName = ByPath)]
    [ArgumentCompleter(typeof(AlmaJobCompleter))]
    [JobIdArgument(Service = "Alma", AcceptsDefinitions = true)]
    [ValidateNotNullOrEmpty]
    public string JobId { get; set; } = string.Empty;

    /// <summary>A job that Get-AlmaJob read by its id. It is started with the parameter values that it contains.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByJob)]
    [AlmaJobArgument]
    [ValidateNotNull]
    public AlmaJob Job { get; set; } = new();

    /// <summary>
    /// The path of a file with the API Information that Alma shows for the job, in XML or JSON. Its address contains the id of the
    /// job; without the address, JobId is required.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>A set. Its id is the value of the job's parameter set_id.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ById)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = ByPath)]
    [PipedObject]
    [ValidateNotNull]
    public AlmaSet? Set { get; set; }

    /// <summary>The values of the job's parameters, by name. They override all other values.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(AlmaParameterCompleter))]
    [Alias("Parameters")]
    [NamedValuesArgument]
    [ValidateNotNull]
    public IDictionary Parameter { get; set; } = new Hashtable();

    private protected override string ServiceName => "Alma";

    /// <summary>Starts the job.</summary>
    private protected override void ProcessItem()
    {
        var parameters = new Dictionary<string, string?>();
        if (ParameterSetName == ByJob)
        {
            Connection ??= Job.Connection is { } connection ? new ConnectionReference(connection) : null;
            foreach (AlmaJobParameter parameter in Job.Parameters)
            {
                if (parameter.Name?.Value is { Length: > 0 } name && parameter.Value is not null)
                {
                    parameters[name] = parameter.Value;
                }
            }
        }

        string? definition = ParameterSetName == ByJob ? Job.JobId : JobId;
        if (ParameterSetName == ByPath)
        {
            if (ReadInformation() is not { } information)
            {
                return;
            }

            definition = JobId.Length > 0 ? JobId : information.JobLink;
            foreach (KeyValuePair<string, string?> parameter in information.Parameters)
            {
                parameters[parameter.Key] = parameter.Value;
            }
        }

        if (Set is not null)
        {
            Connection ??= Set.Connection is { } connection ? new ConnectionReference(connection) : null;
            parameters["set_id"] = Set.SetId;
        }

        foreach (KeyValuePair<string, string> parameter in ConvertParameters(GetValues))
        {
            parameters[parameter.Key] = parameter.Value;
        }

        if (!TryFindDefinitionId(definition, out string? id))
        {
            return;
        }

        var run = new AlmaRunRequest(id ?? string.Empty, parameters);
        string target = ParameterSetName == ByJob ? $"Alma job {Job}" : $"Alma job {id}";
        if (ShouldProcess(target, $"Start with {run}"))
        {
            Read<AlmaClient, AlmaJobInstance>(run.JobId, (client, call) => client.StartJobAsync(run, call));
        }
    }

    // Writes an error and returns null if the file cannot be used.
    private AlmaApiInformation? ReadInformation()
    {
        try
        {
            using StreamReader text = DocumentText.Open(File.OpenRead(GetUnresolvedProviderPathFromPSPath(Path)));
            var information = AlmaApiInformation.Read(text.ReadToEnd());
            return information.JobId is not null || JobId.Length > 0
                ? information
                : throw new JobServiceException(
                    ServiceName,
                    JobServiceErrorKind.InvalidRequest,
                    $"The file '{Path}' does not contain the address of the job.") { Reason = JobServiceErrorReason.AlmaJobIdUnknown };
        }
        catch (JobServiceException exception)
        {
            WriteError(ErrorRecords.From(exception, Path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SessionStateException)
        {
            WriteError(new ErrorRecord(exception, "FileNotReadable", ErrorCategory.ReadError, Path));
        }

        return null;
    }

    private Dictionary<string, string> GetValues() =>
        NamedValues.From(ServiceName, Parameter).ToDictionary(
            parameter => parameter.Key,
            parameter => NamedValues.ToText(ServiceName, parameter.Key, parameter.Value));
}
