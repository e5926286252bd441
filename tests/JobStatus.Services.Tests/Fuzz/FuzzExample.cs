namespace JobStatus.Services.Tests.Fuzz;

/// <summary>A response before mutation.</summary>
internal sealed record FuzzExample(int Status, string ContentType, byte[] Body);
