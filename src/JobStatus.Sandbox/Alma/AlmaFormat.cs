using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace JobStatus.Sandbox.Alma;

/// <summary>The formats of Alma's requests and responses.</summary>
internal enum AlmaFormat
{
    Xml,
    Json,
}

/// <summary>Determines the response format that a request asks for.</summary>
internal static class AlmaFormatExtensions
{
    /// <summary>Returns the <c>format</c> query parameter, or else the preference in Accept, or else XML.</summary>
    public static AlmaFormat RequestedFormat(this HttpRequest request)
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
