using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace JobStatus.Sandbox.Alma;

/// <summary>The two forms in which Alma answers.</summary>
internal enum AlmaFormat
{
    Xml,
    Json,
}

/// <summary>Tells which form a request asks for.</summary>
internal static class AlmaFormatExtensions
{
    /// <summary>The <c>format</c> of the query, else what Accept prefers, else XML.</summary>
    internal static AlmaFormat FormatAsked(this HttpRequest request)
    {
        switch (request.Query["format"].ToString().ToUpperInvariant())
        {
            case "JSON":
                return AlmaFormat.Json;
            case "XML":
                return AlmaFormat.Xml;
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted))
        {
            return AlmaFormat.Xml;
        }

        return QualityOf("application/json") > QualityOf("application/xml") ? AlmaFormat.Json : AlmaFormat.Xml;

        double QualityOf(string mediaType) => accepted
            .Where(range => range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
            .Select(range => range.Quality ?? 1)
            .DefaultIfEmpty(0)
            .Max();
    }
}
