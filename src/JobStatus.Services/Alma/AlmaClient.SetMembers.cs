using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alma;

/// <content>Reads and changes the members of sets.</content>
public sealed partial class AlmaClient
{
    /// <summary>The maximum number of members that Alma accepts in one request.</summary>
    public const int MaxMembersPerRequest = 1000;

    // Alma rejects all members of a request because of one of them. The meaning of 60113 and 60114 is not documented.
    private static readonly HashSet<string> MemberErrors =
        new(StringComparer.Ordinal) { "60113", "60114", "60115", "60116", "60117", "60119" };

    /// <summary>Lists the members of a set.</summary>
    /// <remarks>Source: Alma Configuration API, "Retrieve Set Members".</remarks>
    /// <param name="setId">The id of the set.</param>
    /// <param name="range">The part of the list to read.</param>
    /// <param name="receiver">Receives the members.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when the list has been read.</returns>
    /// <exception cref="JobServiceException">The list could not be read. The kind indicates the reason.</exception>
    public Task ListSetMembersAsync(string setId, ListRange range, IListReceiver<AlmaSetMember> receiver, CallContext call)
    {
        string id = CheckId(setId, SetKind);
        string subject = $"Members of Alma set {id}";
        return ReadListAsync(
            subject,
            range,
            MaxPageSize,
            (offset, limit) => GetAsync(
                $"conf/sets/{id}/members{new QueryString().Page(offset, limit)}",
                subject,
                tree => AlmaReader.SetMembers(tree, id, Name),
                call),
            static member => member.MemberId,
            receiver,
            call);
    }

    /// <summary>
    /// Adds members to a set, in order. Alma rejects a request if one of its members is not valid. The members are then sent in
    /// smaller parts until each invalid one is isolated, and all others are added. No part is sent again after Alma may have
    /// accepted it.
    /// </summary>
    /// <remarks>Source: Alma Configuration API, "Manage Members".</remarks>
    /// <param name="setId">The id of the set.</param>
    /// <param name="ids">The ids of the members, at most <see cref="MaxMembersPerRequest"/>.</param>
    /// <param name="idType">The type of the ids, as an Alma code, or null for the default of the content.</param>
    /// <param name="onAccepted">Called with the number of members after each successful request.</param>
    /// <param name="onRejected">Called with the id and the error for each member that Alma rejects.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The set after the last successful request, or null if all members were rejected.</returns>
    /// <exception cref="JobServiceException">
    /// A request failed for another reason. The members for which no callback was called may not have been added.
    /// </exception>
    public Task<AlmaSet?> AddMembersAsync(
        string setId,
        IReadOnlyList<string> ids,
        string? idType,
        Action<int> onAccepted,
        Action<string, JobServiceException> onRejected,
        CallContext call) =>
        ChangeMembersAsync(new(CheckId(setId, SetKind), "add_members", idType, "Adding", "added to"), ids, onAccepted, onRejected, call);

    /// <summary>Removes members from a set. For the order and invalid members, see <see cref="AddMembersAsync"/>.</summary>
    /// <remarks>Source: Alma Configuration API, "Manage Members".</remarks>
    /// <param name="setId">The id of the set.</param>
    /// <param name="ids">The ids of the members, at most <see cref="MaxMembersPerRequest"/>.</param>
    /// <param name="idType">The type of the ids, as an Alma code, or null for the default of the content.</param>
    /// <param name="onAccepted">Called with the number of members after each successful request.</param>
    /// <param name="onRejected">Called with the id and the error for each member that Alma rejects.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The set after the last successful request, or null if all members were rejected.</returns>
    /// <exception cref="JobServiceException">
    /// A request failed for another reason. The members for which no callback was called may not have been removed.
    /// </exception>
    public Task<AlmaSet?> RemoveMembersAsync(
        string setId,
        IReadOnlyList<string> ids,
        string? idType,
        Action<int> onAccepted,
        Action<string, JobServiceException> onRejected,
        CallContext call) =>
        ChangeMembersAsync(
            new(CheckId(setId, SetKind), "delete_members", idType, "Removing", "removed from"), ids, onAccepted, onRejected, call);

    private async Task<AlmaSet?> ChangeMembersAsync(
        MemberChange change,
        IReadOnlyList<string> ids,
        Action<int> onAccepted,
        Action<string, JobServiceException> onRejected,
        CallContext call)
    {
        AlmaSet? set = null;

        // Returns the error if one of the members is not valid.
        async Task<JobServiceException?> TrySendAsync(int start, int end)
        {
            try
            {
                set = await SendMembersAsync(change, ids.Skip(start).Take(end - start).ToArray(), call).ConfigureAwait(false);
                onAccepted(end - start);
                return null;
            }
            catch (JobServiceException error) when (error.ErrorCode is { } code && MemberErrors.Contains(code))
            {
                return error;
            }
            catch (JobServiceException error) when (end < ids.Count)
            {
                string rest = ids.Count - end == 1 ? "The next member was" : $"The next {Count(ids.Count - end)} members were";
                throw error.With($"{rest} not {change.Result} Alma set {change.SetId}.");
            }
        }

        int next = 0;
        bool isNextAlone = false;
        while (next < ids.Count)
        {
            int start = next;
            int end = isNextAlone ? start + 1 : ids.Count;
            isNextAlone = false;
            if (await TrySendAsync(start, end).ConfigureAwait(false) is not { } error)
            {
                next = end;
                continue;
            }

            // The members from start to end contain an invalid one. If their first half is accepted, it is in the second half,
            // which need not be sent. The error is that of the last rejected request, which ends with the first invalid member.
            int first = start;
            while (end - first > 1)
            {
                int middle = first + ((end - first) / 2);
                if (await TrySendAsync(first, middle).ConfigureAwait(false) is { } halfError)
                {
                    error = halfError;
                    end = middle;
                }
                else
                {
                    first = middle;
                }
            }

            onRejected(ids[first], CreateMemberError(change, ids[first], error));
            next = first + 1;

            // An invalid member at the start costs one request less to find. The request is used to try the next member alone,
            // so that many invalid members in a row cost one request each.
            isNextAlone = first == start;
        }

        return set;
    }

    private Task<AlmaSet> SendMembersAsync(MemberChange change, string[] ids, CallContext call)
    {
        QueryString query = new QueryString().Add("op", change.Operation).Add("id_type", change.IdType).Add("fail_on_invalid_id", "true");
        string count = ids.Length == 1 ? "1 member" : $"{Count(ids.Length)} members";
        string subject = $"{change.Verb} {count}, Alma set {change.SetId}";
        return ReadAsync(
            new ServiceRequest(new Uri(BaseUri, $"conf/sets/{change.SetId}{query}"), "application/json", subject)
            {
                Method = HttpMethod.Post,
                Body = () => JsonBody.Create(CreateMembersBody(ids)),
                Evidence = "the members of the set",
                Target = "the set",
            },
            tree =>
            {
                AlmaSet set = AlmaReader.Set(tree, change.SetId, Name);
                return FindOtherId(change.SetId, set.AdditionalData) is { } other
                    ? throw Http.Errors.Create(JobServiceErrorKind.UnexpectedResponse, DescribeOtherJob(subject, other, "set"))
                    : set;
            },
            call);
    }

    private static string Count(int members) => members.ToString("N0", CultureInfo.InvariantCulture);

    private static Dictionary<string, object?> CreateMembersBody(string[] ids) => new()
    {
        ["members"] = new Dictionary<string, object?>
        {
            ["member"] = ids.Select(static id => new Dictionary<string, object?> { ["id"] = id }).ToArray<object?>(),
        },
    };

    private JobServiceException CreateMemberError(MemberChange change, string id, JobServiceException error) =>
        new(
            Service,
            error.Kind,
            $"Member '{DisplayText.OneLine(id)}' was not {change.Result} Alma set {change.SetId}. {error.Problem}",
            "Check the id and the members of the set.",
            error)
        {
            StatusCode = error.StatusCode,
            ErrorCode = error.ErrorCode,
            TrackingId = error.TrackingId,
        };

    private sealed class MemberChange
    {
        public MemberChange(string setId, string operation, string? idType, string verb, string result)
        {
            SetId = setId;
            Operation = operation;
            IdType = idType;
            Verb = verb;
            Result = result;
        }

        public string SetId { get; }

        public string Operation { get; }

        public string? IdType { get; }

        public string Verb { get; }

        public string Result { get; }
    }
}
