using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using JobStatus.Completion;

namespace JobStatus.Rehydration;

/// <summary>
/// Converts deserialized jobs back to their own types before PowerShell can bind their properties and mistake their id
/// for that of a PowerShell job. For the same reason, values that only look like jobs are replaced with an
/// <see cref="InvalidJobArgument"/>.
/// </summary>
internal sealed class RemoteJobArgumentAttribute : ArgumentTransformationAttribute
{
    private const string SelectedPrefix = "Selected.";

    private static readonly DeserializedObjectConverter Converter = new();

    private readonly string[] _boundProperties;

    /// <param name="boundProperties">
    /// The properties that the cmdlet binds if the object is not a job but has all of them, such as a row of a CSV file.
    /// </param>
    public RemoteJobArgumentAttribute(params string[] boundProperties)
    {
        _boundProperties = boundProperties;
    }

    /// <summary>True if the cmdlet also binds a property of a piped definition, such as to start it.</summary>
    public bool AcceptsDefinitions { get; set; }

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList items
            ? items.Cast<object>().Select(ConvertItem).ToArray()
            : ConvertItem(inputData);

    /// <summary>Explains that a definition or a schedule is not a run; null if the value is neither.</summary>
    public static string? DescribeDefinition(object value) => value switch
    {
        AlmaJob job =>
            $"{job} is an Alma job definition, not a run. Pass the output of Start-AlmaJob or Get-AlmaJobInstance -JobId instead.",
        XplentyPackage package =>
            $"{package} is an Xplenty package, not a job. Pass the output of Start-XplentyJob or Get-XplentyJob -PackageId instead.",
        XplentyCluster cluster =>
            $"{cluster} is not a job. Pass the output of Start-XplentyJob or Get-XplentyJob instead.",
        XplentySchedule schedule =>
            $"{schedule} is not a job. Pass the output of Start-XplentySchedule or Get-XplentyJob instead.",
        AlteryxWorkflow workflow =>
            $"{workflow} is an Alteryx workflow, not a job. Pass the output of Start-AlteryxJob or Get-AlteryxJob -WorkflowId instead.",
        RemoteSchedule schedule => $"{schedule} is a schedule, not a job. Pass the jobs that it started instead.",
        _ => null,
    };

    /// <summary>Converts one value, and returns it unchanged if it is neither a job nor similar to one.</summary>
    public object ConvertItem(object item)
    {
        object value = item is PSObject bag && Converter.CanConvertFrom(bag, typeof(RemoteJob))
            ? Converter.ConvertFrom(bag, typeof(RemoteJob), null!, ignoreCase: false)
            : item;
        return value is PSObject { BaseObject: not RemoteJob } other && FindProblem(other) is { } problem
            ? new InvalidJobArgument(other, problem)
            : value;
    }

    private string? FindProblem(PSObject bag) => DescribeDefinition(bag.BaseObject) switch
    {
        { } problem => AcceptsDefinitions && _boundProperties.Any(name => HasValue(bag, name)) ? null : problem,
        null when _boundProperties.Length > 0 && _boundProperties.All(name => HasValue(bag, name)) => null,
        null when HasServiceAndId(bag) =>
            "The object has the properties of a job, but it is not a job. "
            + "Pipe it to Wait-RemoteJob, which reads the job by its Service, Id and Connection properties.",
        null when IsSelectedJob(bag) =>
            "Select-Object with property names returns a copy that is no longer a job. "
            + "Select properties after this command instead.",
        _ => null,
    };

    private static bool HasValue(PSObject bag, string property) => bag.Properties[property]?.Value is not null;

    // A row of a CSV file, for example, or a job that was converted to JSON and back.
    private static bool HasServiceAndId(PSObject bag) =>
        bag.Properties["Service"]?.Value is string service
        && CompletionRequest.AllServices.Contains(service, StringComparer.OrdinalIgnoreCase)
        && bag.Properties["Id"]?.Value is not null;

    // Select-Object adds this prefix to the type names of its copies.
    private static bool IsSelectedJob(PSObject bag) =>
        bag.TypeNames.FirstOrDefault() is { } name
        && name.IndexOf(SelectedPrefix, StringComparison.Ordinal) >= 0
        && name.Replace(SelectedPrefix, string.Empty).Replace("Deserialized.", string.Empty) is var type
        && type.StartsWith("JobStatus.", StringComparison.Ordinal)
        && typeof(RemoteJob).IsAssignableFrom(typeof(RemoteJob).Assembly.GetType(type));
}
