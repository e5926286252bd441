using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Lists;
using JobStatus.Services.Xplenty;

namespace JobStatus.Completion;

/// <summary>
/// Completes the ids of active Xplenty packages. The user can type the start of an id or a part of a name. Of an account with
/// more packages, the first 100 are offered.
/// </summary>
internal class XplentyPackageCompleter : DefinitionCompleter
{
    private const long MaxCount = 100;

    public XplentyPackageCompleter()
        : base("Xplenty")
    {
    }

    protected sealed override IReadOnlyList<CompletionCandidate> ReadDefinitions(JobStatusConnection connection) =>
        connection.ReadForCompletion<XplentyClient, CompletionCandidate>("packages", RequestAsync);

    private static async Task<IReadOnlyList<CompletionCandidate>> RequestAsync(XplentyClient client, CallContext call)
    {
        var packages = new ListCollector<XplentyPackage>();
        await client.ListPackagesAsync("active", flowType: null, new ListRange(0, MaxCount), packages, call).ConfigureAwait(false);
        return [.. packages.Items.Select(package => new CompletionCandidate(package.Id, package.Name))];
    }
}
