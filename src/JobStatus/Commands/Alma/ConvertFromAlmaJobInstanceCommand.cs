using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using System.Text;
using System.Xml;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Alma;

namespace JobStatus.Commands;

/// <summary>Converts the JSON or XML of a webhook or of a saved response to Alma job instances.</summary>
[Cmdlet(
    VerbsData.ConvertFrom,
    "AlmaJobInstance",
    DefaultParameterSetName = ByInput,
    HelpUri = HelpPages.Root + "ConvertFrom-AlmaJobInstance.md")]
[OutputType(typeof(AlmaJobInstance))]
public sealed class ConvertFromAlmaJobInstanceCommand : PSCmdlet
{
    private const string ByInput = "InputObject";
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    private readonly StringBuilder _lines = new();

    /// <summary>The text, as one string or line by line, or an XML document.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByInput)]
    [AllowEmptyString]
    [ValidateNotNull]
    public PSObject InputObject { get; set; } = new();

    /// <summary>The paths of files to read. Wildcards are supported.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The paths of files to read. Wildcards are not supported.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Converts complete documents, and collects single lines.</summary>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case ByPath:
                Array.ForEach(Path, path => ConvertFiles(path, () => GetResolvedProviderPathFromPSPath(path, out _)));
                break;
            case ByLiteralPath:
                Array.ForEach(
                    LiteralPath,
                    path => ConvertFiles(path, () => new Collection<string> { GetUnresolvedProviderPathFromPSPath(path) }));
                break;
            default:
                ProcessInput(InputObject.BaseObject);
                break;
        }
    }

    /// <summary>Converts the last collected lines.</summary>
    protected override void EndProcessing() => ConvertLines();

    private void ProcessInput(object input)
    {
        switch (input)
        {
            case string text:
                ProcessText(text);
                break;
            case XmlNode node:
                ConvertLines();
                Convert(node.OuterXml, node);
                break;
            case FileInfo file:
                ConvertLines();
                ConvertFiles(file.FullName, () => [file.FullName]);
                break;
            case var _ when LanguagePrimitives.GetEnumerable(input) is { } items:
                foreach (object? item in items)
                {
                    ProcessInput(item is PSObject wrapped ? wrapped.BaseObject : item ?? string.Empty);
                }

                break;
            default:
                var exception = new JobServiceException(
                    "Alma",
                    JobServiceErrorKind.InvalidRequest,
                    $"An object of type {input.GetType().Name} is neither text nor an XML document.",
                    "Pass the JSON or XML itself, not the output of ConvertFrom-Json.");
                WriteError(ErrorRecords.From(exception, input));
                break;
        }
    }

    // A string of several lines that starts a document is complete. A single line that starts a document completes the
    // collected lines, unless the document in them is still incomplete.
    private void ProcessText(string text)
    {
        string trimmed = text.Trim();
        bool isComplete = trimmed.Contains("\n") && StartsDocument(trimmed);
        if (isComplete || (StartsDocument(text) && _lines.Length > 0 && !IsIncompleteDocument(_lines.ToString())))
        {
            ConvertLines();
        }

        _lines.Append(text).Append('\n');
        if (isComplete)
        {
            ConvertLines();
        }
    }

    private void ConvertLines()
    {
        string text = _lines.ToString();
        _lines.Clear();
        if (text.Trim().Length > 0)
        {
            Convert(text, text);
        }
    }

    private void ConvertFiles(string path, Func<IEnumerable<string>> resolve)
    {
        try
        {
            foreach (string file in resolve())
            {
                Convert(File.ReadAllText(file), file);
            }
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or SessionStateException or ArgumentException)
        {
            WriteError(new ErrorRecord(exception, "FileNotReadable", ErrorCategory.ReadError, path));
        }
    }

    private void Convert(string text, object source)
    {
        try
        {
            IReadOnlyList<AlmaJobInstance> instances = AlmaClient.ReadDocument(text);
            SessionHistory.Record(instances);
            WriteObject(instances, enumerateCollection: true);
        }
        catch (JobServiceException exception)
        {
            WriteError(ErrorRecords.From(exception, source));
        }
    }

    private static bool StartsDocument(string text) =>
        text.Length > 0 && text[0] is '{' or '<' or '\uFEFF';

    private static bool IsIncompleteDocument(string text)
    {
        if (!StartsDocument(text.TrimStart()))
        {
            return false;
        }

        try
        {
            AlmaClient.ReadDocument(text);
            return false;
        }
        catch (JobServiceException)
        {
            return true;
        }
    }
}
