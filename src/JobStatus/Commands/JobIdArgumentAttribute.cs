using System;
using System.Linq;
using System.Management.Automation;
using JobStatus.Pipeline;

namespace JobStatus.Commands;

/// <summary>
/// Accepts only strings and numbers as ids. Without this attribute, PowerShell would convert any piped object to a
/// string, and would prefer that to binding a numeric id property of the object. A job of another service is converted
/// to text that is not a valid id. Otherwise, PowerShell would bind its id property, and the cmdlet would read or stop a
/// different job.
/// </summary>
internal sealed class JobIdArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        PipelineVariableMarks.OnBinding(inputData);
        return LanguagePrimitives.GetEnumerable(inputData) is { } items
            ? items.Cast<object>().Select(ToId).ToArray()
            : ToId(inputData)!;
    }

    /// <summary>The type of job that the ids belong to; null if they are not ids of jobs.</summary>
    public Type? JobType { get; set; }

    // A number is converted to the text that the user typed, if there is one. Ids never start or end with white space.
    private string? ToId(object? item) => (item is PSObject wrapped ? wrapped.BaseObject : item) switch
    {
        null => null,
        string or IConvertible => LanguagePrimitives.ConvertTo<string>(item).Trim(),
        RemoteJob job when JobType?.IsInstanceOfType(job) == false => job.ToString(),
        { } other => throw new ArgumentTransformationMetadataException(
            $"An object of type {other.GetType().Name} is not an id. Specify the id itself, or pipe an object that has an id.",
            new PSInvalidCastException()),
    };
}
