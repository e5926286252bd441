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

/// <summary>Which part of a list a request asks for.</summary>
internal readonly record struct XplentyPage(int Offset, int Limit)
{
    private const int OrdinaryLimit = 20;
    private const int MostAtOnce = 100;

    internal static XplentyPage Read(QueryReader query) => new(
        query.Integer("offset", otherwise: 0, least: 0),
        query.Integer("limit", OrdinaryLimit, least: 1, MostAtOnce));

    /// <summary>ResponseExtensions with this part of the list, and with links to the others.</summary>
    internal Task AnswerAsync<T>(HttpContext context, IReadOnlyList<T> all, Func<T, JsonNode> write)
    {
        string links = string.Join(", ", LinksOf(context.Request, all.Count));
        if (links.Length > 0)
        {
            context.Response.Headers.Link = links;
        }

        JsonNode[] items = [.. all.Skip(Offset).Take(Limit).Select(write)];
        return context.AnswerAsync(StatusCodes.Status200OK, new JsonArray(items));
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
