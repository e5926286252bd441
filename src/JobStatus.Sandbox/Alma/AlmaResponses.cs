using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace JobStatus.Sandbox.Alma;

/// <summary>Sends Alma responses, in XML or JSON as the client requested.</summary>
internal sealed class AlmaResponses(TimeProvider clock)
{
    private int _errors;

    public static Task RespondAsync(HttpContext context, string rootName, JsonObject body) =>
        context.Request.RequestedFormat() == AlmaFormat.Json
            ? context.RespondAsync(StatusCodes.Status200OK, body, MediaTypes.AlmaJson)
            : context.RespondAsync(StatusCodes.Status200OK, MediaTypes.AlmaXml, AlmaXmlWriter.Write(rootName, body));

    /// <summary>Sends one page of a list. An empty page contains only the total count, as in Alma.</summary>
    /// <param name="context">The request.</param>
    /// <param name="itemName">The name of an item. The XML root element is its plural.</param>
    /// <param name="page">The requested page.</param>
    /// <param name="all">The items of all pages.</param>
    /// <param name="write">Converts an item to its JSON form.</param>
    public static Task RespondWithListAsync<T>(
        HttpContext context, string itemName, AlmaPage page, IReadOnlyList<T> all, Func<T, JsonObject> write)
    {
        JsonObject[] items = [.. all.Skip(page.Offset).Take(page.Limit).Select(write)];
        if (context.Request.RequestedFormat() == AlmaFormat.Xml)
        {
            return context.RespondAsync(
                StatusCodes.Status200OK, MediaTypes.AlmaXml, AlmaXmlWriter.WriteList(itemName, all.Count, items));
        }

        JsonObject body = new() { ["total_record_count"] = all.Count };
        if (items.Length > 0)
        {
            body[itemName] = new JsonArray([.. items]);
        }

        return context.RespondAsync(StatusCodes.Status200OK, body, MediaTypes.AlmaJson);
    }

    public Task RejectAsync(HttpContext context, AlmaError error)
    {
        string trackingId = string.Create(
            CultureInfo.InvariantCulture,
            $"E01-{clock.GetUtcNow():ddMMHHmmss}-{Interlocked.Increment(ref _errors):D5}-SANDBOX");
        return context.Request.RequestedFormat() == AlmaFormat.Json
            ? context.RespondAsync(error.HttpStatus, error.ToJson(trackingId), MediaTypes.AlmaJson)
            : context.RespondAsync(error.HttpStatus, MediaTypes.AlmaXml, AlmaXmlWriter.Write(error.ToXml(trackingId)));
    }
}
