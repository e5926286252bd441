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

/// <summary>ResponseExtensions in the form that was asked for.</summary>
internal sealed class AlmaResponses(TimeProvider clock)
{
    private int _errors;

    internal static Task AnswerAsync(HttpContext context, string rootName, JsonObject body) =>
        context.Request.FormatAsked() == AlmaFormat.Json
            ? context.AnswerAsync(StatusCodes.Status200OK, body, MediaTypes.AlmaJson)
            : context.AnswerAsync(StatusCodes.Status200OK, MediaTypes.AlmaXml, AlmaXmlWriter.Write(rootName, body));

    /// <summary>A page of a list. Without items it says only how many there are.</summary>
    /// <param name="context">The request.</param>
    /// <param name="itemName">The name of an item; the root is its plural.</param>
    /// <param name="page">Which part was asked for.</param>
    /// <param name="all">All items.</param>
    /// <param name="write">Writes an item.</param>
    internal static Task AnswerListAsync<T>(
        HttpContext context, string itemName, AlmaPage page, IReadOnlyList<T> all, Func<T, JsonObject> write)
    {
        JsonObject[] items = [.. all.Skip(page.Offset).Take(page.Limit).Select(write)];
        if (context.Request.FormatAsked() == AlmaFormat.Xml)
        {
            return context.AnswerAsync(
                StatusCodes.Status200OK, MediaTypes.AlmaXml, AlmaXmlWriter.WriteList(itemName, all.Count, items));
        }

        JsonObject body = new() { ["total_record_count"] = all.Count };
        if (items.Length > 0)
        {
            body[itemName] = new JsonArray([.. items]);
        }

        return context.AnswerAsync(StatusCodes.Status200OK, body, MediaTypes.AlmaJson);
    }

    internal Task RefuseAsync(HttpContext context, AlmaError error)
    {
        string trackingId = string.Create(
            CultureInfo.InvariantCulture,
            $"E01-{clock.GetUtcNow():ddMMHHmmss}-{Interlocked.Increment(ref _errors):D5}-SANDBOX");
        return context.Request.FormatAsked() == AlmaFormat.Json
            ? context.AnswerAsync(error.HttpStatus, error.ToJson(trackingId), MediaTypes.AlmaJson)
            : context.AnswerAsync(error.HttpStatus, MediaTypes.AlmaXml, AlmaXmlWriter.Write(error.ToXml(trackingId)));
    }
}
