using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Sandbox.Http;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Alteryx;

/// <summary>The order and the part of a list that a request asks for.</summary>
internal sealed record AlteryxListQuery(string Field, bool Descending, int Offset, int Limit)
{
    private const int OrdinaryLimit = 100;
    private const int MostAtOnce = 1000;

    private static readonly Dictionary<string, Func<AlteryxListItem, IComparable>> Keys = new()
    {
        ["CreateDate"] = listing => listing.Job.SubmittedAt,
        ["AppName"] = listing => listing.Job.Name,
        ["CompletionDateTime"] = listing => listing.Moment.FinishedAt ?? DateTimeOffset.MaxValue,
        ["Priority"] = listing => AlteryxPriorities.RankOf(listing.Job.Plan.Priority),
        ["Status"] = listing => listing.Status,
    };

    internal static AlteryxListQuery Read(QueryReader query) => new(
        query.Word("sortField", StringComparison.OrdinalIgnoreCase, [.. Keys.Keys]) ?? "CreateDate",
        query.Word("direction", StringComparison.OrdinalIgnoreCase, "asc", "desc") != "asc",
        query.Integer("offset", otherwise: 0, least: 0),
        query.Integer("limit", OrdinaryLimit, least: 1, MostAtOnce));

    internal IEnumerable<AlteryxListItem> PartOf(IEnumerable<AlteryxListItem> jobs)
    {
        IEnumerable<AlteryxListItem> sorted = jobs
            .OrderBy(Keys[Field])
            .ThenBy(listing => listing.Job, StoredJob.BySubmission);
        return (Descending ? sorted.Reverse() : sorted).Skip(Offset).Take(Limit);
    }
}
