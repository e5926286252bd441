using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.ComponentModel;
using System.IO;
using System.Management.Automation;
using System.Xml;
using JobStatus.Completion;
using JobStatus.Pipeline;
using JobStatus.Services.Documents;

namespace JobStatus.Commands;

/// <summary>The base class of cmdlets that convert webhooks or saved responses of a service to its jobs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ConvertFromDocumentCommand : PSCmdlet
{
    /// <summary>The default parameter set.</summary>
    private protected const string ByInput = "InputObject";

    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    // PowerShell pipes an array of bytes byte by byte.
    private readonly List<byte> _pipedBytes = [];

    private DocumentReader? _reader;

    /// <summary>The text, as one string, line by line or as bytes, or an XML document.</summary>
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

    private protected abstract DocumentFormat Format { get; }

    /// <summary>Converts each document that is complete, and keeps the beginning of an unfinished one.</summary>
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

    /// <summary>Writes an error if the last document is not complete.</summary>
    protected override void EndProcessing()
    {
        ConvertPipedBytes();
        _reader?.Complete();
    }

    private void ProcessInput(object input)
    {
        if (input is byte piped)
        {
            _pipedBytes.Add(piped);
            return;
        }

        ConvertPipedBytes();
        switch (input)
        {
            case byte[] document:
                ConvertBytes(document);
                break;
            case string text:
                GetReader().Read(text);
                break;
            case XmlNode node when Format.AcceptsXml:
                GetReader().Complete();
                CreateReader(node).Read(node.OuterXml);
                break;
            case FileInfo file:
                GetReader().Complete();
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
                    Format.Service,
                    JobServiceErrorKind.InvalidRequest,
                    $"An object of type {input.GetType().Name} is {(Format.AcceptsXml ? "neither text nor an XML document" : "not text")}.",
                    $"Pass the {(Format.AcceptsXml ? "JSON or XML" : "JSON")} itself, not the output of ConvertFrom-Json.");
                WriteError(ErrorRecords.From(exception, input));
                break;
        }
    }

    private void ConvertPipedBytes()
    {
        if (_pipedBytes.Count > 0)
        {
            byte[] document = [.. _pipedBytes];
            _pipedBytes.Clear();
            ConvertBytes(document);
        }
    }

    private void ConvertBytes(byte[] document)
    {
        using StreamReader text = DocumentText.Open(new MemoryStream(document));
        DocumentReader reader = GetReader();
        reader.Complete();
        reader.Read(text.ReadToEnd());
        reader.Complete();
    }

    private void ConvertFiles(string path, Func<IEnumerable<string>> resolve)
    {
        try
        {
            foreach (string file in resolve())
            {
                if (Directory.Exists(file))
                {
                    WriteFileError(new IOException($"'{file}' is a folder. Specify the files in it, for example with a wildcard."), path);
                    continue;
                }

                DocumentReader reader = CreateReader(file);
                using StreamReader text = DocumentText.Open(File.OpenRead(file));
                while (text.ReadLine() is { } line)
                {
                    reader.Read(line);
                }

                reader.Complete();
            }
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or SessionStateException or ArgumentException)
        {
            WriteFileError(exception, path);
        }
    }

    private void WriteFileError(Exception exception, string path) =>
        WriteError(new ErrorRecord(exception, "FileNotReadable", ErrorCategory.ReadError, path));

    private DocumentReader GetReader() => _reader ??= CreateReader(source: null);

    // An error belongs to the source, or to the text itself if there is no source.
    private DocumentReader CreateReader(object? source) => new(
        Format,
        runs =>
        {
            SessionHistory.Record(runs);
            PipelineVariableMarks.Mark(this, runs);
            WriteObject(runs, enumerateCollection: true);
        },
        (text, error) => WriteError(ErrorRecords.From(error, source ?? text)),
        warning => WriteWarning(source is string file ? $"{file}: {warning}" : warning));
}
