using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Xplenty;

/// <content>What there is to know about a job beside the job itself.</content>
public sealed partial class XplentyClient
{
    /// <summary>
    /// Reads a job's log.
    /// Page: Integrate.io ETL API, "Get Job Log".
    /// </summary>
    /// <param name="id">The job's number.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The log.</returns>
    /// <exception cref="JobServiceException">It could not be read; the kind says why.</exception>
    public async Task<XplentyJobLog> GetLogAsync(string id, CallContext call)
    {
        var fields = new UnmappedFields(await ReadMembersAsync($"jobs/{CheckNumber(id)}/log", $"Log of Xplenty job {id}", call).ConfigureAwait(false));
        return new XplentyJobLog
        {
            JobId = id,
            Connection = Name,
            Body = fields.TakeText("body"),
            Url = fields.TakeUri("url"),
            AdditionalData = fields.All,
        };
    }

    /// <summary>
    /// Reads the variables that a job ran with.
    /// Page: Integrate.io ETL API, "Get Job's Executed Variables".
    /// </summary>
    /// <param name="id">The job's number.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The variables.</returns>
    /// <exception cref="JobServiceException">They could not be read; the kind says why.</exception>
    public async Task<IReadOnlyList<XplentyJobVariable>> GetVariablesAsync(string id, CallContext call)
    {
        Dictionary<string, object?> members = await ReadMembersAsync($"jobs/{CheckNumber(id)}/variables", $"Variables of Xplenty job {id}", call).ConfigureAwait(false);
        return members.Select(member => new XplentyJobVariable { JobId = id, Connection = Name, Name = member.Key, Value = member.Value }).ToArray();
    }

    /// <summary>
    /// Reads the first lines of an output, as they are in it: a hundred at the most.
    /// Page: Integrate.io ETL API, "Preview Job Output".
    /// </summary>
    /// <param name="id">The job's number.</param>
    /// <param name="outputId">The output's number.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The lines.</returns>
    /// <exception cref="JobServiceException">They could not be read; the kind says why.</exception>
    public async Task<IReadOnlyList<string>> GetOutputPreviewAsync(string id, long outputId, CallContext call)
    {
        var fields = new UnmappedFields(await ReadMembersAsync(
            $"jobs/{CheckNumber(id)}/outputs/{outputId.ToString(CultureInfo.InvariantCulture)}/preview",
            $"Preview of output {outputId} of Xplenty job {id}",
            call).ConfigureAwait(false));
        string text = fields.TakeText("preview") ?? string.Empty;
        string[] lines = text.Replace("\r\n", "\n").Split('\n');
        return lines[lines.Length - 1].Length == 0 ? lines.Take(lines.Length - 1).ToArray() : lines;
    }

    /// <summary>
    /// Reads who is told when a job completes, fails or is stopped.
    /// Page: Integrate.io ETL API, "List Job Watchers".
    /// </summary>
    /// <param name="id">The job's number.</param>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The watchers.</returns>
    /// <exception cref="JobServiceException">They could not be read; the kind says why.</exception>
    public async Task<IReadOnlyList<XplentyJobWatcher>> GetWatchersAsync(string id, CallContext call)
    {
        object? value = await ReadValueAsync($"jobs/{CheckNumber(id)}/watchers", $"Watchers of Xplenty job {id}", call).ConfigureAwait(false);
        return (value as object?[] ?? throw CreateUnexpectedJsonError($"Watchers of Xplenty job {id}"))
            .OfType<Dictionary<string, object?>>()
            .Select(members =>
            {
                var fields = new UnmappedFields(members);
                return new XplentyJobWatcher
                {
                    JobId = id,
                    Connection = Name,
                    UserId = fields.TakeInt64("id"),
                    DisplayName = fields.TakeText("display_name"),
                    AdditionalData = fields.All,
                };
            })
            .ToArray();
    }

    /// <summary>
    /// Reads the packages that can be run, sorted by name: the first hundred.
    /// Page: Integrate.io ETL API, "List Packages".
    /// </summary>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The packages.</returns>
    /// <exception cref="JobServiceException">They could not be read; the kind says why.</exception>
    public async Task<IReadOnlyList<XplentyReference>> GetPackagesAsync(CallContext call)
    {
        QueryString query = new QueryString().Add("status", "active").Add("sort", "name").Page(0, MaxPageSize);
        object? value = await ReadValueAsync($"packages{query}", "Xplenty packages", call).ConfigureAwait(false);
        return (value as object?[] ?? throw CreateUnexpectedJsonError("Xplenty packages"))
            .OfType<Dictionary<string, object?>>()
            .Select(members =>
            {
                var fields = new UnmappedFields(members);
                return new XplentyReference { Id = fields.TakeInt64("id"), Name = fields.TakeText("name"), Url = fields.TakeUri("url"), AdditionalData = fields.All };
            })
            .ToArray();
    }

    /// <summary>
    /// Reads how many requests are left in this hour, which costs none.
    /// Page: Integrate.io ETL API, "Rate Limit".
    /// </summary>
    /// <param name="call">When to give up, and where to tell what happens meanwhile.</param>
    /// <returns>The limit and what is left of it.</returns>
    /// <exception cref="JobServiceException">It could not be read; the kind says why.</exception>
    public async Task<XplentyRateLimit> GetRateLimitAsync(CallContext call)
    {
        Dictionary<string, object?> members = await ReadMembersAsync("rate_limit_status", "Xplenty rate limit", call).ConfigureAwait(false);
        var limits = new UnmappedFields(members.TryGetValue("limits", out object? value) ? value as Dictionary<string, object?> : null);
        return new XplentyRateLimit { Connection = Name, Limit = limits.TakeInt64("limit"), Remaining = limits.TakeInt64("remaining") };
    }

    private async Task<Dictionary<string, object?>> ReadMembersAsync(string path, string subject, CallContext call) =>
        await ReadValueAsync(path, subject, call).ConfigureAwait(false) as Dictionary<string, object?> ?? throw CreateUnexpectedJsonError(subject);

    private Task<object?> ReadValueAsync(string path, string subject, CallContext call) =>
        ReadPlainValueAsync(new ServiceRequest(new Uri(BaseUri, path), Version2, subject), call);
}
