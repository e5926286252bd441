using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>The sort order and the page of a list that a request asks for.</summary>
internal sealed record AlteryxListQuery(string Field, bool Descending, int Offset, int Limit)
{
    private const string CreateDate = "CreateDate";
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    private static readonly Dictionary<string, Func<AlteryxListItem, IComparable>> Keys = new()
    {
        [CreateDate] = item => item.Job.SubmittedAt,
        ["AppName"] = item => item.Job.Name,
        ["CompletionDateTime"] = item => item.Snapshot.FinishedAt ?? DateTimeOffset.MaxValue,
        ["Priority"] = item => AlteryxPriorities.RankOf(item.Job.Plan.Priority),
        ["Status"] = item => item.Status,
    };

    /// <param name="query">The query.</param>
    /// <param name="moreNamesOfCreateDate">The names, other than CreateDate, by which this list knows the time of creation.</param>
    public static AlteryxListQuery Read(QueryReader query, params string[] moreNamesOfCreateDate) => new(
        query.Choice("sortField", StringComparison.OrdinalIgnoreCase, [.. Keys.Keys, .. moreNamesOfCreateDate]) is { } field
            && Keys.ContainsKey(field)
            ? field
            : CreateDate,
        query.Choice("direction", StringComparison.OrdinalIgnoreCase, "asc", "desc") != "asc",
        query.Integer("offset", defaultValue: 0, min: 0),
        query.Integer("limit", DefaultLimit, min: 1, MaxLimit));

    /// <summary>Sorts the items and returns the requested page.</summary>
    public IEnumerable<AlteryxListItem> Apply(IEnumerable<AlteryxListItem> items)
    {
        IEnumerable<AlteryxListItem> sorted = items
            .OrderBy(Keys[Field])
            .ThenBy(item => item.Job, StoredJob.BySubmission);
        return (Descending ? sorted.Reverse() : sorted).Skip(Offset).Take(Limit);
    }
}
