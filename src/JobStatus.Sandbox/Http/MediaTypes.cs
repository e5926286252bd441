namespace JobStatus.Sandbox.Http;

/// <summary>The Content-Types of the services' responses.</summary>
internal static class MediaTypes
{
    public const string AlmaJson = "application/json;charset=UTF-8";
    public const string AlmaXml = "application/xml;charset=UTF-8";
    public const string Json = "application/json; charset=utf-8";
    public const string Text = "text/plain;charset=UTF-8";
}
