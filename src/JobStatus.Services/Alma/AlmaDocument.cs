using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Xml;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>
/// Reads job instances from a document that did not come from a request, such as the body of a webhook or a file.
/// </summary>
internal static class AlmaDocument
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="JobServiceException">
    /// UnexpectedResponse: the text is not valid JSON or XML, or it contains no job instance.
    /// </exception>
    public static IReadOnlyList<AlmaJobInstance> Read(string text, DateTimeOffset observedAt)
    {
        string start = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        try
        {
            using ResponseTree tree = start.Length > 0 && start[0] == '<' ? AlmaXml.Parse(start) : ParseJson(start);
            return Array.ConvertAll(
                AlmaReader.Document(tree, observedAt),
                run => run is { Id.Length: > 0 } ? run : throw CreateError("A job instance in the text has no id."));
        }
        catch (ServiceErrorException exception) when (ReferenceEquals(exception.Error, ServiceError.UnexpectedContent))
        {
            throw CreateError("The text does not contain an Alma job instance.");
        }
        catch (ServiceErrorException exception)
        {
            string?[] details = [DisplayText.OneLine(exception.Error.Code), DisplayText.OneLine(exception.Error.Message)];
            string reason = string.Join(" ", details.OfType<string>());
            throw CreateError($"The text contains an Alma error instead of a job instance{(reason.Length > 0 ? $": {reason}" : reason)}.");
        }
        catch (Exception exception) when (exception is JsonException or XmlException or ArgumentException)
        {
            // An ArgumentException means that the text is not valid Unicode.
            throw CreateError("The text is not a complete JSON object or XML element.", exception);
        }
        catch (InvalidDataException exception)
        {
            throw CreateError(exception.Message, exception);
        }
    }

    private static ResponseTree ParseJson(string text)
    {
        byte[] body = Strict.GetBytes(text);
        JsonEscapes.ReplaceLoneSurrogates(body);
        return ResponseTree.Parse(new(body));
    }

    private static JobServiceException CreateError(string problem, Exception? innerException = null) =>
        new(
            "Alma",
            JobServiceErrorKind.UnexpectedResponse,
            problem,
            "Use a job instance from Alma in JSON or XML, or the body of a JOB_END webhook.",
            innerException);
}
