using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>
/// The "API Information" that Alma's wizard shows for starting a job: the parameters, in XML or JSON, and the address of the job.
/// </summary>
public sealed class AlmaApiInformation
{
    // A line with the address of any request.
    private static readonly Regex Address = new("^(?:[A-Z]+\\s+)?(?:/|https?://)|/(?:almaws|conf)/", RegexOptions.CultureInvariant);

    // The address of a request that starts a job. It can contain credentials before an at sign.
    private static readonly Regex JobAddress = new(
        "^(?:POST\\s+)?(?:[^\\s?#]*@)?([^\\s?#@]*)/conf/jobs/([A-Za-z0-9]+)/?(?:\\?([^\\s#]*))?(?:\\s+HTTP/\\S+)?\\z",
        RegexOptions.CultureInvariant);

    private AlmaApiInformation(Match? address, IReadOnlyDictionary<string, string?> parameters)
    {
        if (address is not null)
        {
            JobId = address.Groups[2].Value;
            JobLink = CreateLink(address.Groups[1].Value, JobId);
        }

        Parameters = parameters;
    }

    /// <summary>The id of the job, or null if the text has no address.</summary>
    public string? JobId { get; }

    /// <summary>The link to the job, or null if the text has no address. It has a host if the address has one.</summary>
    public string? JobLink { get; }

    /// <summary>The parameter values, by parameter name. Never null.</summary>
    public IReadOnlyDictionary<string, string?> Parameters { get; }

    /// <summary>Reads the text. The address before the parameters is optional.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The job and its parameters.</returns>
    /// <exception cref="JobServiceException">InvalidRequest: the text does not contain the parameters of a job.</exception>
    public static AlmaApiInformation Read(string text)
    {
        int start = text.IndexOfAny(['<', '{']);
        if (start < 0)
        {
            throw Invalid("it contains neither XML nor JSON");
        }

        try
        {
            Match? address = FindAddress(text.Substring(0, start));
            string body = text.Substring(start);
            byte[] json = Encoding.UTF8.GetBytes(body);
            using ResponseTree tree = body[0] == '<' ? AlmaXml.Parse(body) : AlmaXml.Parse(json, json.Length, redactor: null, default);
            IReadOnlyList<AlmaJobParameter> parameters = AlmaReader.RunParameters(tree)
                ?? throw Invalid("it contains no parameters of a job");
            return new AlmaApiInformation(
                address,
                parameters
                    .Where(static parameter => parameter.Name?.Value is { Length: > 0 })
                    .GroupBy(
                        static parameter => parameter.Name!.Value!,
                        static parameter => parameter.Value ?? string.Empty,
                        StringComparer.Ordinal)
                    .ToDictionary(static same => same.Key, static same => (string?)GetValue(same)));
        }
        catch (Exception exception) when (exception is JsonException or XmlException or InvalidDataException)
        {
            throw Invalid($"it is not valid {(exception is XmlException ? "XML" : "JSON")}", exception);
        }
    }

    // A request for something else must not start a job.
    private static Match? FindAddress(string text)
    {
        string[] lines =
        [
            .. text
                .Split(['\r', '\n'])
                .Select(static line => line.Trim().Trim('\uFEFF'))
                .Where(static line => Address.IsMatch(line)),
        ];
        if (lines.Length == 0)
        {
            return null;
        }

        Match address = JobAddress.Match(lines[0]);
        return lines.Length == 1 && address.Success && RunsJob(address.Groups[3].Value)
            ? address
            : throw Invalid("its address is not the one for starting a job, which is POST /almaws/v1/conf/jobs/ID?op=run");
    }

    private static bool RunsJob(string query) =>
        query.Split('&').All(static part => !part.StartsWith("op=", StringComparison.OrdinalIgnoreCase) || part == "op=run");

    private static string GetValue(IGrouping<string, string> values) =>
        values.Distinct(StringComparer.Ordinal).Count() == 1
            ? values.First()
            : throw Invalid($"it contains different values of the parameter '{DisplayText.OneLine(values.Key)}'");

    // An address without a scheme can still have a host.
    private static string CreateLink(string start, string jobId)
    {
        bool isComplete = start.Length == 0 || start[0] == '/' || start.IndexOf("://", StringComparison.Ordinal) >= 0;
        return $"{(isComplete ? string.Empty : "https://")}{start}/conf/jobs/{jobId}";
    }

    private static JobServiceException Invalid(string reason, Exception? cause = null) =>
        new(
            "Alma",
            JobServiceErrorKind.InvalidRequest,
            $"The text is not the API Information of an Alma job: {reason}.",
            "Save the API Information that Alma shows in the last step of running a job.",
            cause);
}
