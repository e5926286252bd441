using System;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace JobStatus.Sandbox.Strict;

/// <summary>A call that the documentation of a service describes.</summary>
internal sealed class DocumentedCall
{
    private readonly Regex _path;
    private readonly string[] _parameters;

    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path, in which <c>*</c> stands for an id.</param>
    /// <param name="parameters">The names of the query parameters. A name that ends with <c>*</c> can be repeated.</param>
    public DocumentedCall(string method, string path, string parameters = "")
    {
        Method = method;
        Path = path;
        _path = new Regex($"^{Regex.Escape(path).Replace("\\*", "[^/]+", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);
        _parameters = parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    public string Method { get; }

    public string Path { get; }

    /// <summary>Whether the response is a file, for which any Accept header is valid.</summary>
    public bool ReturnsFile { get; init; }

    /// <summary>The check of the body, or null if the call has none.</summary>
    public BodyRule? Body { get; init; }

    public bool Matches(HttpRequest request) => request.Method == Method && _path.IsMatch(request.Path.ToUriComponent());

    /// <summary>Returns the reason why the query is not valid, or null if it is valid.</summary>
    public string? FindQueryProblem(IQueryCollection query)
    {
        foreach ((string name, StringValues values) in query)
        {
            bool isRepeatable = _parameters.Contains($"{name}*");
            if (!isRepeatable && !_parameters.Contains(name))
            {
                return $"{Method} {Path} has no documented query parameter '{name}'.";
            }

            if (values.Count > 1 && !isRepeatable)
            {
                return $"The query parameter '{name}' occurs more than once.";
            }

            if (values.Any(string.IsNullOrEmpty))
            {
                return $"The query parameter '{name}' has no value.";
            }
        }

        return null;
    }
}
