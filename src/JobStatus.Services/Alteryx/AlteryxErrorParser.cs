using System;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alteryx;

/// <summary>Parses Alteryx errors: an object with a message and the errors of each field, or only a text.</summary>
internal sealed class AlteryxErrorParser : IErrorParser
{
    public ServiceError Parse(byte[] body)
    {
        using ResponseTree? tree = ResponseTree.TryParse(body);
        return tree is null ? new() : Parse(tree.Root);
    }

    /// <summary>Returns the error if a file that was downloaded is an error response, or null if it is not.</summary>
    public static ServiceError? FindInFile(byte[] file)
    {
        using ResponseTree? tree = ResponseTree.TryParse(file);
        return tree is null ? null : MessageBody.Find(tree, Parse(tree.Root));
    }

    public ServiceError FindText(ResponseObject response) => Parse(response);

    public JobServiceErrorKind? KindOf(int statusCode, string? code) => null;

    public string? FindAddressAdvice(JobServiceErrorKind kind, int? statusCode, Uri baseUri) =>
        AlteryxAddress.FindAdvice(kind, statusCode, baseUri);

    public bool IsUnprocessed(string? code) => false;

    private static ServiceError Parse(ResponseObject response)
    {
        string? message = response.FirstText("message", "innerExceptionMessage", "error_description");
        string? fields = PlainText.Join(response.Members("modelState"));
        return new ServiceError
        {
            Message = fields is null ? message : $"{DisplayText.OneLine(message)} {fields}",
            Code = response.IsObject ? response.FirstText("exceptionName", "error") : null,
        };
    }
}
