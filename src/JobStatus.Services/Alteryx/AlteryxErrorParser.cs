using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Http;

namespace JobStatus.Services.Alteryx;

/// <summary>Parses Alteryx errors: an object with a message and the errors of each field, or only a text.</summary>
internal sealed class AlteryxErrorParser : IErrorParser
{
    public ServiceError Parse(byte[] body) => Parse(JsonErrorReader.Parse(body));

    /// <summary>Parses the error in a response that was already read as plain values.</summary>
    public static ServiceError Parse(object? root)
    {
        string? message = JsonErrorReader.GetText(root) ?? JsonErrorReader.GetText(
            root,
            "message",
            "innerExceptionMessage",
            "error_description");
        string fields = Fields(JsonErrorReader.GetMember(root, "modelState"));
        return new ServiceError
        {
            Message = fields.Length == 0 ? message : $"{message} {fields}",
            Code = JsonErrorReader.GetText(root, "exceptionName", "error"),
        };
    }

    public JobServiceErrorKind? KindOf(int statusCode, string? code) => null;

    public bool IsUnprocessed(string? code) => false;

    private static string Fields(object? modelState) =>
        modelState is Dictionary<string, object?> fields
            ? string.Join("; ", fields.Select(field => $"{field.Key}: {Texts(field.Value)}"))
            : string.Empty;

    private static string Texts(object? value) =>
        value is object?[] texts
            ? string.Join(" ", texts.Select(JsonErrorReader.GetText))
            : JsonErrorReader.GetText(value) ?? string.Empty;
}
