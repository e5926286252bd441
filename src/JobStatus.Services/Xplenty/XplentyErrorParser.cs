using System;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Xplenty;

/// <summary>Parses Xplenty errors: a message in one of three fields, without a code.</summary>
internal sealed class XplentyErrorParser : IErrorParser
{
    public ServiceError Parse(byte[] body)
    {
        using ResponseTree? tree = ResponseTree.TryParse(body);
        return tree is null ? new() : Parse(tree.Root);
    }

    public ServiceError FindText(ResponseObject response) => Parse(response);

    public JobServiceErrorKind? KindOf(int statusCode, string? code) => null;

    // The account id is a part of every address.
    public string? FindAddressAdvice(JobServiceErrorKind kind, int? statusCode, Uri baseUri) =>
        kind == JobServiceErrorKind.UnexpectedResponse && statusCode == 404
            ? "Check the account id and the address of the connection."
            : null;

    public bool IsUnprocessed(string? code) => false;

    private static ServiceError Parse(ResponseObject response) =>
        new()
        {
            IsFromService = ErrorForms.IsErrorOfService(response),
            Message = response.FirstText("message", "error_message", "error"),
        };
}
