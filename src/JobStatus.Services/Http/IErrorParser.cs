namespace JobStatus.Services.Http;

/// <summary>How a service words its errors.</summary>
internal interface IErrorParser
{
    /// <summary>Reads an error body. Never throws; an unreadable one says nothing.</summary>
    ServiceError Parse(byte[] body);

    /// <summary>What an HTTP status and the service's own code mean; null where the status alone decides.</summary>
    JobServiceErrorKind? KindOf(int statusCode, string? code);

    /// <summary>Whether the code says that the request was turned away before it was looked at.</summary>
    bool IsUnprocessed(string? code);
}
