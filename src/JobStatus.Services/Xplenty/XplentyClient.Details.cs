using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Json;

namespace JobStatus.Services.Xplenty;

/// <content>Reads the details of a job, packages, and the quota.</content>
public sealed partial class XplentyClient
{
    /// <summary>Reads the log of a job.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Get Job Log".</remarks>
    /// <param name="id">The id of the job.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The log.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public async Task<XplentyJobLog> GetLogAsync(string id, CallContext call)
    {
        var fields = new UnmappedFields(await ReadMembersAsync(
            $"jobs/{CheckNumber(id)}/log",
            $"Log of Xplenty job {id}",
            call).ConfigureAwait(false));
        return new XplentyJobLog
        {
            JobId = id,
            Connection = Name,
            Body = fields.TakeText("body"),
            Url = fields.TakeUri("url"),
            AdditionalData = fields.All,
        };
    }

    /// <summary>Reads the variables that a job ran with.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Get Job's Executed Variables".</remarks>
    /// <param name="id">The id of the job.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The variables.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public async Task<IReadOnlyList<XplentyJobVariable>> GetVariablesAsync(string id, CallContext call)
    {
        Dictionary<string, object?> members = await ReadMembersAsync(
            $"jobs/{CheckNumber(id)}/variables",
            $"Variables of Xplenty job {id}",
            call).ConfigureAwait(false);
        return members
            .Select(member => new XplentyJobVariable { JobId = id, Connection = Name, Name = member.Key, Value = member.Value })
            .ToArray();
    }

    /// <summary>Reads up to 100 lines from the start of an output, unchanged.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Preview Job Output".</remarks>
    /// <param name="id">The id of the job.</param>
    /// <param name="outputId">The id of the output.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The lines.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
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

    /// <summary>Reads the watchers of a job, who are notified when it completes, fails, or is stopped.</summary>
    /// <remarks>Source: Integrate.io ETL API, "List Job Watchers".</remarks>
    /// <param name="id">The id of the job.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The watchers.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public async Task<IReadOnlyList<XplentyJobWatcher>> GetWatchersAsync(string id, CallContext call)
    {
        object? value = await ReadValueAsync(
            $"jobs/{CheckNumber(id)}/watchers",
            $"Watchers of Xplenty job {id}",
            call).ConfigureAwait(false);
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

    /// <summary>Reads the first 100 active packages, sorted by name.</summary>
    /// <remarks>Source: Integrate.io ETL API, "List Packages".</remarks>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The packages.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public async Task<IReadOnlyList<XplentyReference>> GetPackagesAsync(CallContext call)
    {
        QueryString query = new QueryString().Add("status", "active").Add("sort", "name").Page(0, MaxPageSize);
        object? value = await ReadValueAsync($"packages{query}", "Xplenty packages", call).ConfigureAwait(false);
        return (value as object?[] ?? throw CreateUnexpectedJsonError("Xplenty packages"))
            .OfType<Dictionary<string, object?>>()
            .Select(members =>
            {
                var fields = new UnmappedFields(members);
                return new XplentyReference
                {
                    Id = fields.TakeInt64("id"),
                    Name = fields.TakeText("name"),
                    Url = fields.TakeUri("url"),
                    AdditionalData = fields.All,
                };
            })
            .ToArray();
    }

    /// <summary>
    /// Reads the hourly quota and the number of requests that remain. This request does not count against the quota.
    /// </summary>
    /// <remarks>Source: Integrate.io ETL API, "Rate Limit".</remarks>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The quota and the remaining requests.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public async Task<XplentyRateLimit> GetRateLimitAsync(CallContext call)
    {
        Dictionary<string, object?> members =
            await ReadMembersAsync("rate_limit_status", "Xplenty rate limit", call).ConfigureAwait(false);
        var limits = new UnmappedFields(members.TryGetValue("limits", out object? value) ? value as Dictionary<string, object?> : null);
        return new XplentyRateLimit { Connection = Name, Limit = limits.TakeInt64("limit"), Remaining = limits.TakeInt64("remaining") };
    }

    private async Task<Dictionary<string, object?>> ReadMembersAsync(string path, string subject, CallContext call) =>
        await ReadValueAsync(path, subject, call).ConfigureAwait(false) as Dictionary<string, object?>
        ?? throw CreateUnexpectedJsonError(subject);

    private Task<object?> ReadValueAsync(string path, string subject, CallContext call) =>
        ReadPlainValueAsync(new ServiceRequest(new Uri(BaseUri, path), Version2, subject), call);
}
