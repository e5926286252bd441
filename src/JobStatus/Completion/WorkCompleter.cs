using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using JobStatus.Services;

namespace JobStatus.Completion;

/// <summary>Completes what can be run: from what this session has seen, then from what the service has.</summary>
internal abstract class WorkCompleter : Completer
{
    private readonly string _service;

    protected WorkCompleter(string service)
    {
        _service = service;
    }

    protected sealed override IEnumerable<CompletionResult> Complete(CompletionRequest request)
    {
        JobStatusConnection? connection = request.FindConnection(_service, toAsk: true);
        Choice[] seen = connection?.Seen.Work.All() ?? [];
        IReadOnlyList<Choice> known = connection is null ? [] : Ask(connection);
        Dictionary<string, Choice> atService = known.GroupBy(choice => choice.Id, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        HashSet<string> seenIds = [.. seen.Select(choice => choice.Id)];
        return Offer(
            request,
            seen.Select(choice => atService.TryGetValue(choice.Id, out Choice? same) ? choice.WithRestOf(same) : choice)
                .Concat(known.Where(choice => !seenIds.Contains(choice.Id) && CompletionText.IsPlain(choice.Id))));
    }

    protected abstract Task<IReadOnlyList<Choice>> AskAsync(JobServiceClient client, CallContext call);

    /// <summary>Offers the ids. A completer of something else about the same work says so.</summary>
    protected virtual IEnumerable<CompletionResult> Offer(CompletionRequest request, IEnumerable<Choice> choices) =>
        choices.Where(request.Means).Select(CompletionText.OfferId);

    /// <summary>Offers the names, as a parameter takes them that knows wildcards.</summary>
    protected static IEnumerable<CompletionResult> OfferNames(CompletionRequest request, IEnumerable<Choice> choices) =>
        choices
            .Where(choice => choice.Name is { } name && request.Starts(name) && CompletionText.IsPlain(name))
            .GroupBy(choice => choice.Name!, StringComparer.OrdinalIgnoreCase)
            .Select(same => CompletionText.Offer(WildcardPattern.Escape(same.Key), same.Key, string.Join(", ", same.Select(choice => choice.Id))));

    // Apart, so that nothing of the services is loaded where there is no connection.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private IReadOnlyList<Choice> Ask(JobStatusConnection connection) =>
        connection.Answers.Get("work", call => AskAsync(connection.Client, call));
}
