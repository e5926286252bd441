using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Xml;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>Parses Alma errors: a list of codes and messages, in JSON or XML regardless of the requested format.</summary>
internal sealed class AlmaErrorParser : IErrorParser
{
    private static readonly Dictionary<string, JobServiceErrorKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UNAUTHORIZED"] = JobServiceErrorKind.AuthenticationFailed,
        ["FORBIDDEN"] = JobServiceErrorKind.AccessDenied,
        ["402215"] = JobServiceErrorKind.InvalidRequest,
        ["402216"] = JobServiceErrorKind.JobNotFound,
        ["402217"] = JobServiceErrorKind.InvalidRequest,
        ["402218"] = JobServiceErrorKind.JobNotFound,
        ["402222"] = JobServiceErrorKind.LimitReached,
        ["402223"] = JobServiceErrorKind.LimitReached,
        ["402224"] = JobServiceErrorKind.ServiceUnavailable,
        ["402225"] = JobServiceErrorKind.ServiceUnavailable,
        ["402226"] = JobServiceErrorKind.ServiceUnavailable,
        ["60107"] = JobServiceErrorKind.JobNotFound,
        ["60347"] = JobServiceErrorKind.ResourceBusy,
        ["PER_SECOND_THRESHOLD"] = JobServiceErrorKind.LimitReached,
        ["DAILY_THRESHOLD"] = JobServiceErrorKind.QuotaExhausted,
    };

    public ServiceError Parse(byte[] body)
    {
        try
        {
            using ResponseTree tree = AlmaXml.Parse(body, body.Length, redactor: null, default);
            return AlmaReader.Error(tree.Root);
        }
        catch (Exception exception) when (exception is JsonException or XmlException or InvalidDataException)
        {
            return new ServiceError();
        }
    }

    public ServiceError FindText(ResponseObject response) => AlmaReader.StatedError(response);

    /// <summary>Returns the error if a file that was downloaded is an error response, or null if it is not.</summary>
    /// <param name="file">The file, which can be anything.</param>
    /// <param name="isJson">True if the file has the name of a JSON file.</param>
    public static ServiceError? FindInFile(byte[] file, bool isJson)
    {
        try
        {
            using ResponseTree tree = AlmaXml.Parse(file, file.Length, redactor: null, default);
            return !tree.IsXml && ErrorForms.IsError(tree.Root, isJson) && AlmaReader.GatewayError(tree.Root) is { IsEmpty: false } error
                ? error
                : AlmaReader.ErrorInFile(tree.Root);
        }
        catch (Exception exception) when (exception is JsonException or XmlException or InvalidDataException)
        {
            return null;
        }
    }

    public JobServiceErrorKind? KindOf(int statusCode, string? code) =>
        code is not null && Kinds.TryGetValue(code, out JobServiceErrorKind kind) ? kind : null;

    public string? FindAddressAdvice(JobServiceErrorKind kind, int? statusCode, Uri baseUri) => null;

    public bool IsUnprocessed(string? code) => code == "PER_SECOND_THRESHOLD";
}
