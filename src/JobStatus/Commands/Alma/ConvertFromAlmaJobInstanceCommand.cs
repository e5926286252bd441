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

/// <summary>Makes job instances from what Alma sent another way: a webhook's body, or a saved answer, in JSON or XML.</summary>
[Cmdlet(VerbsData.ConvertFrom, "AlmaJobInstance", DefaultParameterSetName = ByInput, HelpUri = HelpPages.Root + "ConvertFrom-AlmaJobInstance.md")]
[OutputType(typeof(AlmaJobInstance))]
public sealed class ConvertFromAlmaJobInstanceCommand : PSCmdlet
{
    private const string ByInput = "InputObject";
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    private readonly StringBuilder _lines = new();

    /// <summary>The text, whole or line by line, or an XML document.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByInput)]
    [AllowEmptyString]
    [ValidateNotNull]
    public PSObject InputObject { get; set; } = new();

    /// <summary>Files to read, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files to read, by their names as they are.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Converts what is whole, and gathers lines.</summary>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case ByPath:
                Array.ForEach(Path, path => ConvertFiles(path, () => GetResolvedProviderPathFromPSPath(path, out _)));
                break;
            case ByLiteralPath:
                Array.ForEach(LiteralPath, path => ConvertFiles(path, () => new Collection<string> { GetUnresolvedProviderPathFromPSPath(path) }));
                break;
            default:
                Take(InputObject.BaseObject);
                break;
        }
    }

    /// <summary>Converts the lines that are left.</summary>
    protected override void EndProcessing() => ConvertLines();

    private void Take(object input)
    {
        switch (input)
        {
            case string text:
                TakeText(text);
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
                    Take(item is PSObject wrapped ? wrapped.BaseObject : item ?? string.Empty);
                }

                break;
            default:
                WriteError(ErrorRecords.From(
                    new JobServiceException("Alma", JobServiceErrorKind.InvalidRequest, $"A {input.GetType().Name} is no text and no XML document.", "Give the JSON or XML itself, before ConvertFrom-Json."),
                    input));
                break;
        }
    }

    // A text that starts a document ends the one that was being gathered, unless that is still open. More than one
    // line is never a part.
    private void TakeText(string text)
    {
        string start = text.Trim();
        bool whole = start.Contains("\n") && StartsDocument(start);
        if (whole || (StartsDocument(text) && _lines.Length > 0 && !IsOpen(_lines.ToString())))
        {
            ConvertLines();
        }

        _lines.Append(text).Append('\n');
        if (whole)
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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SessionStateException or ArgumentException)
        {
            WriteError(new ErrorRecord(exception, "FileNotReadable", ErrorCategory.ReadError, path));
        }
    }

    private void Convert(string text, object source)
    {
        try
        {
            IReadOnlyList<AlmaJobInstance> runs = AlmaClient.ReadDocument(text);
            SeenInSession.Remember(runs);
            WriteObject(runs, enumerateCollection: true);
        }
        catch (JobServiceException exception)
        {
            WriteError(ErrorRecords.From(exception, source));
        }
    }

    private static bool StartsDocument(string text) =>
        text.Length > 0 && text[0] is '{' or '<' or '\uFEFF';

    // Begun as a document, and not yet a whole one.
    private static bool IsOpen(string text)
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
