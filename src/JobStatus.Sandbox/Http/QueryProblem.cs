namespace JobStatus.Sandbox.Http;

/// <summary>A query parameter that is not valid.</summary>
/// <param name="Name">The name of the parameter.</param>
/// <param name="Rule">A sentence that says which values are valid.</param>
internal sealed record QueryProblem(string Name, string Rule);
