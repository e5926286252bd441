using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using JobStatus.Services;
using JobStatus.Services.Xplenty;

namespace JobStatus.Completion;

/// <summary>Completes the number of an Xplenty package by its number or its name.</summary>
internal sealed class XplentyPackageCompleter : WorkCompleter
{
    public XplentyPackageCompleter()
        : base("Xplenty")
    {
    }

    protected override async Task<IReadOnlyList<Choice>> AskAsync(JobServiceClient client, CallContext call) =>
        [.. (await ((XplentyClient)client).GetPackagesAsync(call).ConfigureAwait(false))
            .Where(package => package.Id is not null)
            .Select(package => new Choice(package.Id!.Value.ToString(CultureInfo.InvariantCulture), package.Name))];
}
