using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>The page of a list that a request asks for.</summary>
internal readonly record struct XplentyPage(int Offset, int Limit)
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    public static XplentyPage Read(QueryReader query) => new(
        query.Integer("offset", defaultValue: 0, min: 0),
        query.Integer("limit", DefaultLimit, min: 1, MaxLimit));

    /// <summary>Sends the page with links to the other pages.</summary>
    public Task RespondAsync<T>(HttpContext context, IReadOnlyList<T> all, Func<T, JsonNode> write)
    {
        string links = string.Join(", ", LinksOf(context.Request, all.Count));
        if (links.Length > 0)
        {
            context.Response.Headers.Link = links;
        }

        JsonNode[] items = [.. all.Skip(Offset).Take(Limit).Select(write)];
        return context.RespondAsync(StatusCodes.Status200OK, new JsonArray(items));
    }

    private IEnumerable<string> LinksOf(HttpRequest request, int total)
    {
        if (Offset > 0)
        {
            yield return LinkTo(request, "first", 0);
            yield return LinkTo(request, "prev", Math.Max(0, Offset - Limit));
        }

        if (Offset + (long)Limit < total)
        {
            yield return LinkTo(request, "next", Offset + Limit);
            yield return LinkTo(request, "last", (total - 1) / Limit * Limit);
        }
    }

    private string LinkTo(HttpRequest request, string relation, int offset)
    {
        QueryBuilder query = new(request.Query.Where(parameter => parameter.Key is not ("offset" or "limit")))
        {
            { "offset", offset.ToString(CultureInfo.InvariantCulture) },
            { "limit", Limit.ToString(CultureInfo.InvariantCulture) },
        };
        return $"<{request.Origin()}{request.Path.ToUriComponent()}{query}>; rel=\"{relation}\"";
    }
}
