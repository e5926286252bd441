using JobStatus.Services.Http;

namespace JobStatus.Services.Xplenty;

/// <summary>Xplenty's errors: a message under one of three names, and no code.</summary>
internal sealed class XplentyErrorParser : IErrorParser
{
    public ServiceError Parse(byte[] body) => Parse(JsonErrorReader.Parse(body));

    /// <summary>What an answer says instead of what was asked for.</summary>
    public static ServiceError Parse(object? root) =>
        new() { Message = JsonErrorReader.GetText(root) ?? JsonErrorReader.GetText(root, "message", "error_message", "error") };

    public JobServiceErrorKind? KindOf(int statusCode, string? code) => null;

    public bool IsUnprocessed(string? code) => false;
}
