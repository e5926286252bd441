using System;
using System.Globalization;
using System.Linq;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alteryx;

/// <summary>Parses Alteryx errors: an object with a message and the errors of each field, or only a text.</summary>
internal sealed class AlteryxErrorParser : IErrorParser
{
    // A response can contain any number of errors of any length.
    private const int MaxFields = 20;

    public ServiceError Parse(byte[] body)
    {
        using ResponseTree? tree = ResponseTree.TryParse(body);
        return tree is null ? new() : Parse(tree.Root);
    }

    public ServiceError FindText(ResponseObject response) => Parse(response);

    public JobServiceErrorKind? KindOf(int statusCode, string? code) => null;

    public string? FindAddressAdvice(JobServiceErrorKind kind, int? statusCode, Uri baseUri) =>
        AlteryxAddress.FindAdvice(kind, statusCode, baseUri);

    public bool IsUnprocessed(string? code) => false;

    private static ServiceError Parse(ResponseObject response)
    {
        string? message = response.FirstText("message", "innerExceptionMessage", "error_description");
        string fields = string.Join(
            "; ",
            response.Members("modelState").Take(MaxFields).Select(field => $"{Text(field.Key)}: {Texts(field.Value)}"));
        return new ServiceError
        {
            Message = fields.Length == 0 ? message : $"{Text(message)} {fields}",
            Code = response.IsObject ? response.FirstText("exceptionName", "error") : null,
        };
    }

    private static string Texts(object? value) =>
        value is object?[] texts ? string.Join(" ", texts.Take(MaxFields).Select(Text)) : Text(value);

    private static string Text(object? value) =>
        value is string or long or decimal or double
            ? DisplayText.OneLine(Convert.ToString(value, CultureInfo.InvariantCulture)) ?? string.Empty
            : string.Empty;
}
