using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Xml;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Documents;

/// <summary>
/// Reads runs of one service from a document that did not come from a request, such as the body of a webhook or a file.
/// </summary>
public abstract class DocumentFormat
{
    // An error quotes this number of characters of the text.
    private const int MaxQuoteLength = 60;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private protected DocumentFormat()
    {
    }

    /// <summary>The name of the service.</summary>
    public abstract string Service { get; }

    /// <summary>True if a document can also be XML, and not only JSON.</summary>
    public abstract bool AcceptsXml { get; }

    /// <summary>The name of the member of a document that contains its runs, unless the document itself is a run.</summary>
    internal abstract string RunMember { get; }

    /// <summary>What the service calls a run.</summary>
    private protected abstract string RunName { get; }

    private protected abstract string RecommendedAction { get; }

    /// <summary>The problem with text that is not a document.</summary>
    internal string Incomplete => $"The text is not a complete JSON object{(AcceptsXml ? " or XML element" : string.Empty)}.";

    /// <summary>Reads the runs in a document.</summary>
    /// <param name="text">The document.</param>
    /// <param name="observedAt">The time when the document was read.</param>
    /// <param name="warn">Receives a warning if items of a list were left out because they have no id.</param>
    /// <exception cref="JobServiceException">
    /// UnexpectedResponse: the text is not valid JSON or XML, or it contains no run.
    /// </exception>
    internal IReadOnlyList<RemoteJob> Read(string text, DateTimeOffset observedAt, Action<string>? warn = null)
    {
        ListPage<RemoteJob> page = ReadPage(text, observedAt);
        ReportLeftOut(page.Items.Count, page.LeftOutCount, text, warn);
        return page.Items;
    }

    /// <summary>Reads the runs in a document. Items of a list that have no id are left out.</summary>
    /// <param name="text">The document.</param>
    /// <param name="observedAt">The time when the document was read.</param>
    /// <param name="isItem">True if the document is an item of an array.</param>
    /// <exception cref="JobServiceException">
    /// UnexpectedResponse: the text is not valid JSON or XML, or it contains no run.
    /// </exception>
    internal ListPage<RemoteJob> ReadPage(string text, DateTimeOffset observedAt, bool isItem = false) =>
        Read(text, text, tree => GatewayEnvelope.GetBody(tree) is { } body
            ? Read(body, text, inner => ReadRuns(inner, observedAt, isItem))
            : ReadRuns(tree, observedAt, isItem));

    /// <summary>
    /// Returns the array or the several documents in the body of a gateway's envelope, or null if the text is something else.
    /// </summary>
    internal string? FindDocuments(string text)
    {
        if (text.IndexOf("\"body\"", StringComparison.Ordinal) < 0)
        {
            return null;
        }

        try
        {
            string? body = Read(text, text, static tree => GatewayEnvelope.GetBody(tree));
            return body is not null && (body.TrimStart().StartsWith("[", StringComparison.Ordinal) || ContainsSeveral(body)) ? body : null;
        }
        catch (JobServiceException)
        {
            return null;
        }
    }

    /// <summary>Reports the items of a list that were left out because they have no id.</summary>
    /// <param name="runCount">The number of items that are runs.</param>
    /// <param name="leftOut">The number of items that were left out.</param>
    /// <param name="text">The text of the list.</param>
    /// <param name="warn">Receives the warning. Null to ignore it.</param>
    /// <exception cref="JobServiceException">UnexpectedResponse: no item has an id.</exception>
    internal void ReportLeftOut(int runCount, int leftOut, string text, Action<string>? warn)
    {
        if (leftOut > 0)
        {
            string problem = runCount == 0 ? throw CreateError($"A {RunName} in the text has no id.", text)
                : leftOut == 1 ? "One item of the list in the text has no id and was left out."
                : FormattableString.Invariant($"{leftOut} items of the list in the text have no id and were left out.");
            warn?.Invoke(AddQuote(problem, text));
        }
    }

    internal JobServiceException CreateError(string problem, string text, Exception? innerException = null) =>
        new(
            Service,
            JobServiceErrorKind.UnexpectedResponse,
            AddQuote(problem, text),
            RecommendedAction,
            innerException);

    /// <summary>Reads the runs in a document. Items of a list that have no id are left out.</summary>
    /// <param name="tree">The document.</param>
    /// <param name="observedAt">The time when the document was read.</param>
    /// <param name="isItem">True if the document is an item of an array, which is left out if it has no id.</param>
    /// <exception cref="ServiceErrorException">The document is an error, or contains no run.</exception>
    private protected abstract ListPage<RemoteJob> ReadRuns(ResponseTree tree, DateTimeOffset observedAt, bool isItem);

    /// <summary>Parses XML. Called only if the format accepts it.</summary>
    private protected virtual ResponseTree ParseXml(string text) => throw new NotSupportedException();

    // Several documents are not one document, but at least one of them can be read.
    private bool ContainsSeveral(string text)
    {
        try
        {
            Read(text, text, static _ => true);
            return false;
        }
        catch (JobServiceException)
        {
            int runCount = 0;
            var reader = new DocumentReader(this, runs => runCount += runs.Count, static (_, _) => { });
            reader.Read(text);
            reader.Complete();
            return runCount > 0;
        }
    }

    // A text in an envelope is reported with the text of the envelope, which the user can find.
    private T Read<T>(string text, string source, Func<ResponseTree, T> read)
    {
        string start = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        try
        {
            using ResponseTree tree = AcceptsXml && start.Length > 0 && start[0] == '<'
                ? ParseXml(start)
                : ResponseTree.Parse(new(Strict.GetBytes(start)));
            return read(tree);
        }
        catch (ServiceErrorException exception) when (ReferenceEquals(exception.Error, ServiceError.UnexpectedContent))
        {
            throw CreateError($"The text does not contain an {Service} {RunName}.", source);
        }
        catch (ServiceErrorException exception)
        {
            string details = $"{DisplayText.OneLine(exception.Error.Code)} {DisplayText.OneLine(exception.Error.Message)}".Trim();
            string problem = $"The text contains an {Service} error instead of a {RunName}"
                + (details.Length > 0 ? $": {details}" : details);
            throw CreateError(problem.EndsWith(".", StringComparison.Ordinal) ? problem : problem + ".", source);
        }
        catch (Exception exception) when (exception is JsonException or XmlException or ArgumentException)
        {
            // An ArgumentException means that the text is not valid Unicode.
            throw CreateError(Incomplete, source, exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw CreateError(exception.Message, source, exception);
        }
    }

    private static string AddQuote(string problem, string text) =>
        Quote(text) is { } quote ? $"{problem} The text starts with '{quote}'." : problem;

    private static string? Quote(string text)
    {
        int start = text.Length - text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').Length;
        string? quote = DisplayText.OneLine(text.Substring(start, Math.Min(text.Length - start, 2 * MaxQuoteLength)));
        if (quote is null || quote.Length <= MaxQuoteLength)
        {
            return quote;
        }

        // A surrogate pair is not cut in two.
        int length = char.IsHighSurrogate(quote[MaxQuoteLength - 1]) ? MaxQuoteLength - 1 : MaxQuoteLength;
        return quote.Substring(0, length) + "…";
    }
}
