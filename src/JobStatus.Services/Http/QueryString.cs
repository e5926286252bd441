using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace JobStatus.Services.Http;

/// <summary>The query of an address. What has no value is left out.</summary>
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

    /// <summary>The same with a page of a list.</summary>
    public QueryString Page(long offset, int limit) =>
        Add("offset", offset.ToString(CultureInfo.InvariantCulture)).Add("limit", limit.ToString(CultureInfo.InvariantCulture));

    public override string ToString() =>
        _parameters.Count == 0
            ? string.Empty
            : "?" + string.Join("&", _parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}"));
}
