using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Xplenty;

/// <content>Reads the details of a job, and the quota.</content>
public sealed partial class XplentyClient
{
    /// <summary>Reads the log of a job.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Get Job Log".</remarks>
    /// <param name="id">The id of the job.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The log.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public Task<XplentyJobLog> GetLogAsync(string id, CallContext call) =>
        GetAsync(
            $"jobs/{CheckNumber(id)}/log",
            $"Log of Xplenty job {id}",
            tree => XplentyReader.Log(tree, id, Name),
            call);

    /// <summary>Reads the variables that a job ran with.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Get Job's Executed Variables".</remarks>
    /// <param name="id">The id of the job.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The variables.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public Task<IReadOnlyList<XplentyJobVariable>> GetVariablesAsync(string id, CallContext call) =>
        GetAsync<IReadOnlyList<XplentyJobVariable>>(
            $"jobs/{CheckNumber(id)}/variables",
            $"Variables of Xplenty job {id}",
            tree => XplentyReader.Variables(tree.Object, id, Name),
            call);

    /// <summary>Reads up to 100 lines from the start of an output, unchanged.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Preview Job Output".</remarks>
    /// <param name="id">The id of the job.</param>
    /// <param name="outputId">The id of the output.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The lines.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public Task<IReadOnlyList<string>> GetOutputPreviewAsync(string id, long outputId, CallContext call) =>
        GetAsync<IReadOnlyList<string>>(
            $"jobs/{CheckNumber(id)}/outputs/{outputId.ToString(CultureInfo.InvariantCulture)}/preview",
            $"Preview of output {outputId} of Xplenty job {id}",
            static tree => SplitLines(XplentyReader.Preview(tree)),
            call);

    /// <summary>Reads the watchers of a job, who are notified when it completes, fails, or is stopped.</summary>
    /// <remarks>Source: Integrate.io ETL API, "List Job Watchers".</remarks>
    /// <param name="id">The id of the job.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The watchers.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public Task<IReadOnlyList<XplentyJobWatcher>> GetWatchersAsync(string id, CallContext call) =>
        GetItemsAsync(
            $"jobs/{CheckNumber(id)}/watchers",
            $"Watchers of Xplenty job {id}",
            tree => XplentyReader.Watchers(tree, id, Name),
            call);

    /// <summary>
    /// Reads the hourly quota and the number of requests that remain. This request does not count against the quota.
    /// </summary>
    /// <remarks>Source: Integrate.io ETL API, "Rate Limit".</remarks>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The quota and the remaining requests.</returns>
    /// <exception cref="JobServiceException">The data could not be read. The kind indicates the reason.</exception>
    public Task<XplentyRateLimit> GetRateLimitAsync(CallContext call) =>
        GetAsync("rate_limit_status", "Xplenty rate limit", tree => XplentyReader.RateLimit(tree, Name), call);

    private static List<string> SplitLines(string text)
    {
        var memory = default(ResponseMemory);
        List<string> lines = [];
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start);
            int next = end < 0 ? text.Length : end + 1;
            int length = (end < 0 ? text.Length : end) - start;
            length -= end > start && text[end - 1] == '\r' ? 1 : 0;
            memory.AddValue(ResponseMemory.TextBytes);
            lines.Add(text.Substring(start, length));
            start = next;
        }

        return lines;
    }

    private async Task<IReadOnlyList<T>> GetItemsAsync<T>(
        string path,
        string subject,
        Func<ResponseTree, ListPage<T>> read,
        CallContext call) =>
        GetItems(subject, await GetAsync(path, subject, read, call).ConfigureAwait(false), call, haveIds: false);

    private Task<T> GetAsync<T>(string path, string subject, Func<ResponseTree, T> read, CallContext call) =>
        ReadAsync(new ServiceRequest(new Uri(BaseUri, path), Version2, subject), read, call);
}
