using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Xml;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

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

    /// <param name="text">The document.</param>
    /// <param name="observedAt">The time when the document was read.</param>
    /// <param name="warn">Receives a warning if items of a list were left out because they have no id.</param>
    /// <exception cref="JobServiceException">
    /// UnexpectedResponse: the text is not valid JSON or XML, or it contains no run.
    /// </exception>
    internal IReadOnlyList<RemoteJob> Read(string text, DateTimeOffset observedAt, Action<string>? warn = null) =>
        Read(text, observedAt, text, warn);

    internal JobServiceException CreateError(string problem, string text, Exception? innerException = null) =>
        new(
            Service,
            JobServiceErrorKind.UnexpectedResponse,
            AddQuote(problem, text),
            RecommendedAction,
            innerException);

    /// <summary>Reads the runs in a document. A run without an id is null.</summary>
    /// <exception cref="ServiceErrorException">The document is an error, or contains no run.</exception>
    private protected abstract RemoteJob?[] ReadRuns(ResponseTree tree, DateTimeOffset observedAt);

    /// <summary>Parses XML. Called only if the format accepts it.</summary>
    private protected virtual ResponseTree ParseXml(string text) => throw new NotSupportedException();

    // A text in an envelope is reported with the text of the envelope, which the user can find.
    private IReadOnlyList<RemoteJob> Read(string text, DateTimeOffset observedAt, string source, Action<string>? warn)
    {
        string start = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        try
        {
            using ResponseTree tree = AcceptsXml && start.Length > 0 && start[0] == '<'
                ? ParseXml(start)
                : ResponseTree.Parse(new(Strict.GetBytes(start)));
            if (ReferenceEquals(text, source) && GatewayEnvelope.GetBody(tree) is { } body)
            {
                return Read(body, observedAt, source, warn);
            }

            RemoteJob?[] items = ReadRuns(tree, observedAt);
            RemoteJob[] runs = items.Where(static run => run is { Id.Length: > 0 }).ToArray()!;
            if (runs.Length == 0 && items.Length > 0)
            {
                throw CreateError($"A {RunName} in the text has no id.", source);
            }

            if (items.Length - runs.Length is > 0 and int leftOut)
            {
                warn?.Invoke(AddQuote(
                    leftOut == 1
                        ? "One item of the list in the text has no id and was left out."
                        : FormattableString.Invariant($"{leftOut} items of the list in the text have no id and were left out."),
                    source));
            }

            return runs;
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
