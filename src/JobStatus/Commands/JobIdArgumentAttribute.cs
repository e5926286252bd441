using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using JobStatus.Pipeline;
using JobStatus.Rehydration;

namespace JobStatus.Commands;

/// <summary>
/// Accepts only strings, links and numbers as ids. Without this attribute, PowerShell would convert any piped object to a
/// string, and would prefer that to binding an id property of the object. A piped job of another service is converted to
/// text that is not a valid id. Otherwise, PowerShell would bind its id property, and the cmdlet would read or stop a
/// different job.
/// </summary>
internal sealed class JobIdArgumentAttribute : ArgumentTransformationAttribute
{
    // A double represents every smaller integer exactly, but not every larger one.
    private const double MaxExactDouble = 9007199254740992;

    // Alteryx ids are hexadecimal, so the text of a number can be a complete id.
    private static readonly Regex CompleteId = new("^([0-9]+|[0-9A-Fa-f]{24})\\z", RegexOptions.CultureInvariant);

    /// <summary>The service that the ids belong to; null if another parameter specifies it.</summary>
    public string? Service { get; set; }

    /// <summary>True if the cmdlet also uses piped definitions, such as to list their runs.</summary>
    public bool AcceptsDefinitions { get; set; }

    /// <summary>True if the ids are those of schedules instead of runs.</summary>
    public bool IsForSchedules { get; set; }

    /// <summary>True if an Xplenty cluster can be specified instead of its id.</summary>
    public bool AcceptsClusters { get; set; }

    /// <summary>True if an Alma set can be specified instead of its id.</summary>
    public bool AcceptsSets { get; set; }

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        BoundObject.Note(inputData);
        return LanguagePrimitives.GetEnumerable(inputData)?.Cast<object?>() is { } items
            ? items.Select(ToId).ToArray()
            : ToId(inputData)!;
    }

    /// <summary>Returns the digits of a number that is exactly a whole number; otherwise null.</summary>
    public static string? ToDigits(object number) => number switch
    {
        double or float => Convert.ToDouble(number, CultureInfo.InvariantCulture) is >= 0 and < MaxExactDouble and var value
            && Math.Floor(value) == value
                ? ((long)value).ToString(CultureInfo.InvariantCulture)
                : null,
        decimal value => value >= 0 && decimal.Truncate(value) == value
            ? decimal.Truncate(value).ToString(CultureInfo.InvariantCulture)
            : null,
        _ => Convert.ToString(number, CultureInfo.InvariantCulture),
    };

    /// <summary>
    /// Returns the id of a job that was bound by a parameter without a service. A job of another service is returned as text
    /// that is not a valid id.
    /// </summary>
    public static string WithoutService(string id, string service) =>
        id.StartsWith(service + " ", StringComparison.OrdinalIgnoreCase) ? id.Substring(service.Length + 1) : id;

    // Ids never start or end with white space.
    private string? ToId(object? item) => (item is PSObject wrapped ? wrapped.BaseObject : item) switch
    {
        null => null,
        string text => WithoutQuery(text.Trim()),
        Uri link => WithoutQuery(link.OriginalString),
        double or float or decimal or long or ulong or int or uint or short or ushort or sbyte or byte => ToId(PSObject.AsPSObject(item)),
        XplentyCluster cluster when AcceptsClusters => BoundObject.NoteId(cluster.Id, cluster),
        AlmaSet set when AcceptsSets => BoundObject.NoteId(set.SetId, set),
        { } other => FromObject(PSObject.AsPSObject(item)) ?? throw new ArgumentTransformationMetadataException(
            $"An object of type {other.GetType().Name} is not an id. Specify the id itself, or pipe an object that has an id.",

            // With this inner exception, PowerShell tries to bind the properties of the object.
            new PSInvalidCastException()),
    };

    // PowerShell keeps the text of a number that was typed as an argument, but not of one in a list.
    private static string ToId(PSObject number)
    {
        string text = LanguagePrimitives.ConvertTo<string>(number).Trim();
        bool wasTyped = text != LanguagePrimitives.ConvertTo<string>(number.BaseObject);
        string? id = wasTyped ? text : ToDigits(number.BaseObject);
        return id is not null && CompleteId.IsMatch(id)
            ? id
            : throw new ArgumentTransformationMetadataException(
                $"The number {text} is not an id. If it is an id that PowerShell converted to a number, enclose it in quotation marks.");
    }

    // The query of a link to Alma can contain the API key.
    private static string WithoutQuery(string text) =>
        text.Length > 0 && text[0] == '/' ? text.Split('?')[0]
        : text.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(text, UriKind.Absolute, out Uri? link)
            && (link.Scheme == Uri.UriSchemeHttps || link.Scheme == Uri.UriSchemeHttp)
                ? link.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path | UriComponents.Fragment, UriFormat.UriEscaped)
        : text;

    // A job of another service is converted to text that is not a valid id. Returns null if the properties can be bound.
    private string? FromObject(PSObject item)
    {
        if (Service is null && item.BaseObject is RemoteJob run)
        {
            return $"{run.Service} {run.Id}";
        }

        if (Service is not null
            && item.Properties["Service"]?.Value is string { Length: > 0 } other
            && !string.Equals(other, Service, StringComparison.OrdinalIgnoreCase))
        {
            return item.BaseObject is RemoteJob job ? job.ToString() : $"{other} {item.Properties["Id"]?.Value}";
        }

        return FindProblem(item.BaseObject) is { } problem ? throw new ArgumentTransformationMetadataException(problem) : null;
    }

    private string? FindProblem(object item) =>
        AcceptsDefinitions ? null
        : !IsForSchedules ? RemoteJobArgumentAttribute.DescribeDefinition(item)
        : item is ServiceObject and not RemoteSchedule ? $"{item} is not a schedule. Pass the output of Get-{Service}Schedule instead."
        : null;
}
