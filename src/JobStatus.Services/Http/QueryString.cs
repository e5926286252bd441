using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace JobStatus.Services.Http;

/// <summary>The query string of an address. Parameters without a value are omitted.</summary>
internal sealed class QueryString
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _parameters;

    public QueryString()
        : this([])
    {
    }

    private QueryString(IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        _parameters = parameters;
    }

    public QueryString Add(string name, string? value) =>
        string.IsNullOrEmpty(value) ? this : new([.. _parameters, new(name, value!)]);

    /// <summary>Returns a copy with the offset and the limit of a page.</summary>
    public QueryString Page(long offset, int limit) =>
        Add("offset", offset.ToString(CultureInfo.InvariantCulture)).Add("limit", limit.ToString(CultureInfo.InvariantCulture));

    public override string ToString() =>
        _parameters.Count == 0
            ? string.Empty
            : "?" + string.Join("&", _parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}"));
}
