using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Xml;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alma;

/// <summary>
/// Reads job instances from a document that did not come from a request, such as the body of a webhook or a file.
/// </summary>
internal static class AlmaDocument
{
    /// <summary>The problem with text that is not a document.</summary>
    public const string Incomplete = "The text is not a complete JSON object or XML element.";

    // An error quotes this number of characters of the text.
    private const int MaxQuoteLength = 60;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the job instances in a document.</summary>
    /// <param name="text">The document.</param>
    /// <param name="observedAt">The time when the document was read.</param>
    /// <param name="warn">Receives a warning if items of a list were left out because they have no id.</param>
    /// <exception cref="JobServiceException">
    /// UnexpectedResponse: the text is not valid JSON or XML, or it contains no job instance.
    /// </exception>
    public static IReadOnlyList<AlmaJobInstance> Read(string text, DateTimeOffset observedAt, Action<string>? warn = null)
    {
        ListPage<AlmaJobInstance> page = ReadPage(text, observedAt);
        ReportLeftOut(page.Items.Count, page.LeftOutCount, text, warn);
        return page.Items;
    }

    /// <summary>Reads the job instances in a document. Items of a list that have no id are left out.</summary>
    /// <param name="text">The document.</param>
    /// <param name="observedAt">The time when the document was read.</param>
    /// <param name="isItem">True if the document is an item of an array.</param>
    /// <exception cref="JobServiceException">
    /// UnexpectedResponse: the text is not valid JSON or XML, or it contains no job instance.
    /// </exception>
    public static ListPage<AlmaJobInstance> ReadPage(string text, DateTimeOffset observedAt, bool isItem = false) =>
        Read(text, text, tree => GatewayEnvelope.GetBody(tree) is { } body
            ? Read(body, text, inner => AlmaReader.Document(inner, observedAt, isItem))
            : AlmaReader.Document(tree, observedAt, isItem));

    /// <summary>Returns the array in the body of a gateway's envelope, or null if the document is something else.</summary>
    public static string? FindArray(string text)
    {
        if (text.IndexOf("\"body\"", StringComparison.Ordinal) < 0)
        {
            return null;
        }

        try
        {
            string? body = Read(text, text, static tree => GatewayEnvelope.GetBody(tree));
            return body?.TrimStart().StartsWith("[", StringComparison.Ordinal) == true ? body : null;
        }
        catch (JobServiceException)
        {
            return null;
        }
    }

    /// <summary>Reports the items of a list that were left out because they have no id.</summary>
    /// <param name="runCount">The number of items that are job instances.</param>
    /// <param name="leftOut">The number of items that were left out.</param>
    /// <param name="text">The text of the list.</param>
    /// <param name="warn">Receives the warning. Null to ignore it.</param>
    /// <exception cref="JobServiceException">UnexpectedResponse: no item has an id.</exception>
    public static void ReportLeftOut(int runCount, int leftOut, string text, Action<string>? warn)
    {
        if (leftOut > 0)
        {
            string problem = runCount == 0 ? throw CreateError("A job instance in the text has no id.", text)
                : leftOut == 1 ? "One item of the list in the text has no id and was left out."
                : FormattableString.Invariant($"{leftOut} items of the list in the text have no id and were left out.");
            warn?.Invoke(AddQuote(problem, text));
        }
    }

    public static JobServiceException CreateError(string problem, string text, Exception? innerException = null) =>
        new(
            "Alma",
            JobServiceErrorKind.UnexpectedResponse,
            AddQuote(problem, text),
            "Use a job instance from Alma in JSON or XML, or the body of a JOB_END webhook.",
            innerException);

    // A text in an envelope is reported with the text of the envelope, which the user can find.
    private static T Read<T>(string text, string source, Func<ResponseTree, T> read)
    {
        string start = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        try
        {
            using ResponseTree tree = start.Length > 0 && start[0] == '<'
                ? AlmaXml.Parse(start)
                : ResponseTree.Parse(new(Strict.GetBytes(start)));
            return read(tree);
        }
        catch (ServiceErrorException exception) when (ReferenceEquals(exception.Error, ServiceError.UnexpectedContent))
        {
            throw CreateError("The text does not contain an Alma job instance.", source);
        }
        catch (ServiceErrorException exception)
        {
            string details = $"{DisplayText.OneLine(exception.Error.Code)} {DisplayText.OneLine(exception.Error.Message)}".Trim();
            string problem = "The text contains an Alma error instead of a job instance" + (details.Length > 0 ? $": {details}" : details);
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
