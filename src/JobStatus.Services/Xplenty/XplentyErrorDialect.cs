using JobStatus.Services.Http;

namespace JobStatus.Services.Xplenty;

/// <summary>Xplenty's errors: a message under one of three names, and no code.</summary>
internal sealed class XplentyErrorDialect : IErrorDialect
{
    public ServiceFault Read(byte[] body)
    {
        object? root = JsonFaultReader.Parse(body);
        return new ServiceFault { Message = JsonFaultReader.Text(root) ?? JsonFaultReader.Text(root, "message", "error_message", "error") };
    }

    public JobServiceErrorKind? KindOf(int statusCode, string? code) => null;

    public bool IsUnprocessed(string? code) => false;
}
