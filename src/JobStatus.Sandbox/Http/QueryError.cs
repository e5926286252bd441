namespace JobStatus.Sandbox.Http;

/// <summary>A parameter of a query that cannot be read.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Rule">What it should be, as a sentence.</param>
internal sealed record QueryError(string Name, string Rule);
