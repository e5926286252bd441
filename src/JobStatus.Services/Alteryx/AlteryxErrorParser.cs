using System;
using System.Text.RegularExpressions;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alteryx;

/// <summary>Parses Alteryx errors: an object with a message and the errors of each field, or only a text.</summary>
internal sealed class AlteryxErrorParser : IErrorParser
{
    // Such as invalid_client. An error without another text can also be a text itself.
    private static readonly Regex Code = new("^[A-Za-z]+_[A-Za-z_]+\\z", RegexOptions.CultureInvariant);

    public ServiceError Parse(byte[] body)
    {
        using ResponseTree? tree = ResponseTree.TryParse(body);
        return tree is null ? new() : Parse(tree.Root);
    }

    /// <summary>Returns the error if a file that was downloaded is an error response, or null if it is not.</summary>
    /// <param name="file">The file, which can be anything.</param>
    /// <param name="isJson">True if the file has the name of a JSON file.</param>
    public static ServiceError? FindInFile(byte[] file, bool isJson)
    {
        // A single text is not an error, because a quoted field of a CSV file is also valid JSON.
        ArraySegment<byte> text = TextBody.ToUtf8(file, file.Length, default);
        using ResponseTree? tree = ResponseTree.TryParse(text.AsSpan().ToArray());
        return tree is not null && ErrorForms.IsError(tree.Root, isJson) && Parse(tree.Root) is { IsEmpty: false } error ? error : null;
    }

    public ServiceError FindText(ResponseObject response) => Parse(response);

    public JobServiceErrorKind? KindOf(int statusCode, string? code) => null;

    public string? FindAddressAdvice(JobServiceErrorKind kind, int? statusCode, Uri baseUri) =>
        AlteryxAddress.FindAdvice(kind, statusCode, baseUri);

    public bool IsUnprocessed(string? code) => false;

    private static ServiceError Parse(ResponseObject response)
    {
        bool isFromService = response.IsString
            ? !ErrorForms.IsGatewayText(response.OwnText())
            : ErrorForms.IsErrorOfService(response);
        string? message = response.FirstText("message", "innerExceptionMessage", "error_description");
        string? exception = response.IsObject ? response.FirstText("exceptionName") : null;
        string? error = response.IsObject ? response.FirstText("error") : null;
        bool isText = message is null && error is not null && !Code.IsMatch(error);
        message ??= isText ? error : null;
        string? fields = PlainText.Join(response.Members("modelState"));
        return new ServiceError
        {
            Message = fields is null ? message : $"{DisplayText.OneLine(message)} {fields}",
            Code = exception ?? (isText ? null : error),
            IsFromService = isFromService,
        };
    }
}
