using JobStatus.Services.Http;

namespace JobStatus.Services.Xplenty;

/// <summary>Xplenty's errors: a message under one of three names, and no code.</summary>
internal sealed class XplentyErrorDialect : IErrorDialect
{
    public ServiceFault Read(byte[] body) => Read(JsonFaultReader.Parse(body));

    /// <summary>What an answer says instead of what was asked for.</summary>
    public static ServiceFault Read(object? root) =>
        new() { Message = JsonFaultReader.Text(root) ?? JsonFaultReader.Text(root, "message", "error_message", "error") };

    public JobServiceErrorKind? KindOf(int statusCode, string? code) => null;

    public bool IsUnprocessed(string? code) => false;
}
