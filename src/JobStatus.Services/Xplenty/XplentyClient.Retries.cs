using System;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services.Lists;
using JobStatus.Services.Waiting;

namespace JobStatus.Services.Xplenty;

/// <content>
/// Finds the retries of failed jobs. Xplenty does not document them: nothing but the package, the creator, the time of creation
/// and the number of attempts connects a job with its retry.
/// </content>
public sealed partial class XplentyClient : IRetryFinder
{
    // If there is no retry this long after the failure, the schedule has probably been changed, disabled or deleted.
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromMinutes(30);

    async Task<RemoteJob?> IRetryFinder.FindRetryAsync(RemoteJob failed, CallContext call)
    {
        var job = (XplentyJob)failed;
        if (FindMissingData(job) is not null)
        {
            return null;
        }

        var query = new XplentyJobQuery { PackageId = job.PackageId, UpdatedSince = job.SubmittedInstant, OldestFirst = true };
        RemoteJob? retry = null;
        await Paging.ReadPagesAsync(
            offset: 0,
            MaxPageSize,
            (offset, limit) => ReadPageAsync(query, offset, limit, call),
            static candidate => candidate.Id,
            (_, candidates, _) =>
            {
                retry = candidates
                    .Where(candidate => IsRetry((XplentyJob)candidate, job))
                    .OrderBy(static candidate => candidate.SubmittedInstant)
                    .FirstOrDefault();
                return Task.FromResult(retry is null ? MaxPageSize : 0);
            }).ConfigureAwait(false);
        return retry;
    }

    string? IRetryFinder.FindMissingData(RemoteJob failed) => FindMissingData((XplentyJob)failed);

    // A time in the future is not the time of the failure.
    bool IRetryFinder.MayStillRepeat(RemoteJob failed)
    {
        DateTimeOffset now = Http.ServiceTime;
        DateTimeOffset? ended = failed.FinishedInstant ?? ((XplentyJob)failed).UpdatedInstant;
        DateTimeOffset? failedAt = ended <= now ? ended : failed.ObservedInstant;
        return FindMissingData((XplentyJob)failed) is null && now - failedAt <= MaxRetryDelay;
    }

    private static string? FindMissingData(XplentyJob failed) =>
        failed.SubmittedInstant is null ? "times"
        : failed.PackageId is null ? "package id"
        : null;

    private static bool IsRetry(XplentyJob candidate, XplentyJob failed) =>
        candidate.Id != failed.Id
        && candidate.PackageId == failed.PackageId
        && candidate.SubmittedInstant > failed.SubmittedInstant
        && candidate.Attempts == failed.Attempts + 1
        && (candidate.Creator is not { } creator
            || failed.Creator is not { } other
            || (creator.Type == other.Type && creator.Id == other.Id));
}
