namespace JobStatus.Sandbox.Http;

/// <summary>The content types that the services answer with.</summary>
internal static class MediaTypes
{
    internal const string AlmaJson = "application/json;charset=UTF-8";
    internal const string AlmaXml = "application/xml;charset=UTF-8";
    internal const string Json = "application/json; charset=utf-8";
}
