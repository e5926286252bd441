using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Xplenty;

namespace JobStatus.Completion;

/// <summary>Completes the ids of Xplenty packages. The user can type the start of an id or a part of a name.</summary>
internal sealed class XplentyPackageCompleter : DefinitionCompleter
{
    public XplentyPackageCompleter()
        : base("Xplenty")
    {
    }

    protected override IReadOnlyList<CompletionCandidate> ReadDefinitions(JobStatusConnection connection) =>
        connection.ReadForCompletion<XplentyClient, CompletionCandidate>("packages", RequestAsync);

    private static async Task<IReadOnlyList<CompletionCandidate>> RequestAsync(XplentyClient client, CallContext call) =>
        [.. (await client.GetPackagesAsync(call).ConfigureAwait(false))
            .Where(package => package.Id is not null)
            .Select(package => new CompletionCandidate(package.Id!.Value.ToString(CultureInfo.InvariantCulture), package.Name))];
}
