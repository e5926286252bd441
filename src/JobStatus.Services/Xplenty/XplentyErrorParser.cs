using JobStatus.Services.Http;

namespace JobStatus.Services.Xplenty;

/// <summary>Parses Xplenty errors: a message in one of three fields, without a code.</summary>
internal sealed class XplentyErrorParser : IErrorParser
{
    public ServiceError Parse(byte[] body) => Parse(JsonErrorReader.Parse(body));

    /// <summary>Parses the error in a response that was already read as plain values.</summary>
    public static ServiceError Parse(object? root) =>
        new() { Message = JsonErrorReader.GetText(root) ?? JsonErrorReader.GetText(root, "message", "error_message", "error") };

    public JobServiceErrorKind? KindOf(int statusCode, string? code) => null;

    public bool IsUnprocessed(string? code) => false;
}
