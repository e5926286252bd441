using System;
using System.Net.Http;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Alma;

/// <content>Reads, creates and deletes sets.</content>
public sealed partial class AlmaClient
{
    /// <summary>Returns the id of a set that was specified as an id or as a link. No request is sent.</summary>
    /// <param name="idOrLink">The id, or a link to the set in this connection.</param>
    /// <returns>The id.</returns>
    /// <exception cref="JobServiceException">
    /// InvalidRequest: the id is not valid, or the link points to something else or to another server.
    /// </exception>
    public string GetSetId(string idOrLink) => GetId(idOrLink, SetKind);

    /// <summary>Lists sets.</summary>
    /// <remarks>Source: Alma Configuration API, "Retrieve Sets".</remarks>
    /// <param name="query">The sets to list.</param>
    /// <param name="filter">A filter that Alma cannot apply, or null if there is none.</param>
    /// <param name="range">The part of the list to read.</param>
    /// <param name="receiver">Receives the sets.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when the list has been read.</returns>
    /// <exception cref="JobServiceException">The list could not be read. The kind indicates the reason.</exception>
    public Task ListSetsAsync(
        AlmaSetQuery query,
        Func<AlmaSet, bool>? filter,
        ListRange range,
        IListReceiver<AlmaSet> receiver,
        CallContext call)
    {
        // Alma accepts one condition in q.
        string? condition = query.NameWord is { } word ? $"name~{word}"
            : query.CreatedBy is { } creator ? $"created_by~{creator}"
            : null;
        QueryString filters = new QueryString()
            .Add("content_type", query.Content)
            .Add("set_type", query.Type)
            .Add("set_origin", query.Origin)
            .Add("q", condition);
        return ReadListAsync(
            "Alma sets",
            range,
            MaxPageSize,
            (offset, limit) =>
                GetAsync($"conf/sets{filters.Page(offset, limit)}", "Alma sets", tree => AlmaReader.Sets(tree, Name), call),
            static set => set.SetId,
            receiver,
            call,
            filter,
            hasId: false,
            canShrink: true);
    }

    /// <summary>Reads one set.</summary>
    /// <remarks>Source: Alma Configuration API, "Retrieve a Set".</remarks>
    /// <param name="setId">The id of the set.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The set.</returns>
    /// <exception cref="JobServiceException">The set could not be read. The kind indicates the reason.</exception>
    public async Task<AlmaSet> GetSetAsync(string setId, CallContext call)
    {
        string id = CheckId(setId, SetKind);
        string subject = $"Alma set {id}";
        AlmaSet set = await GetAsync($"conf/sets/{id}", subject, tree => AlmaReader.Set(tree, id, Name), call).ConfigureAwait(false);
        if (FindOtherId(id, set.AdditionalData) is { } other)
        {
            call.Warning(
                $"{DescribeOtherJob(subject, other, "set")} The object has the requested id {id} and the values from the response.");
        }

        return set;
    }

    /// <summary>Creates an empty itemized set. The request is sent once.</summary>
    /// <remarks>Source: Alma Configuration API, "Create a Set".</remarks>
    /// <param name="request">The set.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The set.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether Alma created the set. The kind indicates the reason.
    /// </exception>
    public async Task<AlmaSet> CreateSetAsync(AlmaNewSet request, CallContext call)
    {
        string? name = DisplayText.OneLine(request.Name);
        string subject = $"Creating Alma set '{name}'";
        return await ReadAsync(
            new ServiceRequest(new Uri(BaseUri, "conf/sets"), "application/json", subject)
            {
                Method = HttpMethod.Post,
                Body = () => JsonBody.Create(request.Body),
                Evidence = "whether a set with this name exists",
                Target = "the sets with this name",
            },
            tree =>
            {
                AlmaSet set = AlmaReader.Set(tree, requestedId: null, Name);

                // Members must not be added to a set with another name.
                return DisplayText.OneLine(set.Name) is not { } other || string.Equals(other, name, StringComparison.OrdinalIgnoreCase)
                    ? set
                    : throw Http.Errors.Create(
                        JobServiceErrorKind.UnexpectedResponse,
                        DescribeOtherJob(subject, $"{set.SetId} ('{other}')", "set"));
            },
            call).ConfigureAwait(false);
    }

    /// <summary>Deletes a set. Its members are not deleted. The request is sent once.</summary>
    /// <remarks>Source: Alma Configuration API, "Delete a Set".</remarks>
    /// <param name="setId">The id of the set.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>A task that completes when the set has been deleted.</returns>
    /// <exception cref="JobServiceException">
    /// The request failed, or it is unknown whether Alma deleted the set. The kind indicates the reason.
    /// </exception>
    public Task DeleteSetAsync(string setId, CallContext call)
    {
        string id = CheckId(setId, SetKind);
        return SendActionAsync(
            new ServiceRequest(new Uri(BaseUri, $"conf/sets/{id}"), "application/json", $"Deleting Alma set {id}")
            {
                Method = HttpMethod.Delete,
                Evidence = "whether the set still exists",
                Target = "the set",
            },
            call);
    }
}
