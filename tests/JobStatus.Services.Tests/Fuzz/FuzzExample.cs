namespace JobStatus.Services.Tests.Fuzz;

/// <summary>An answer to begin with.</summary>
internal sealed record FuzzExample(int Status, string ContentType, byte[] Body);
