using System;
using System.Linq;
using System.Management.Automation;

namespace JobStatus.Commands;

/// <summary>
/// Takes ids as texts and numbers only. PowerShell itself would make a text of any object, even of one that has the id
/// in a property, and prefers that to a property with a number. A job of another service is refused as the id that it is
/// not: by its properties it would pass, and what is asked about or stopped would be another job.
/// </summary>
internal sealed class JobIdArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        LanguagePrimitives.GetEnumerable(inputData) is { } items
            ? items.Cast<object>().Select(Text).ToArray()
            : Text(inputData)!;

    /// <summary>The type of the jobs that the ids are of; null where they are of something else.</summary>
    public Type? JobType { get; set; }

    // The text of a number is the one that stands in the command, where one does. No id has blanks around it.
    private string? Text(object? item) => (item is PSObject wrapped ? wrapped.BaseObject : item) switch
    {
        null => null,
        string or IConvertible => LanguagePrimitives.ConvertTo<string>(item).Trim(),
        RemoteJob job when JobType?.IsInstanceOfType(job) == false => job.ToString(),
        { } other => throw new ArgumentTransformationMetadataException(
            $"A {other.GetType().Name} is no id. Give the id itself, or pipe an object that has it.",
            new PSInvalidCastException()),
    };
}
