using System;
using System.Threading.Tasks;
using JobStatus.Services.Http;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Xplenty;

/// <content>Reads packages.</content>
public sealed partial class XplentyClient
{
    /// <summary>Reads one package.</summary>
    /// <remarks>Source: Integrate.io ETL API, "Get Package Information".</remarks>
    /// <param name="id">The id of the package.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <returns>The package.</returns>
    /// <exception cref="JobServiceException">The package could not be read. The kind indicates the reason.</exception>
    public async Task<XplentyPackage> GetPackageAsync(string id, CallContext call)
    {
        string address = $"packages/{CheckNumber(id, PackageKind)}";
        string subject = $"Xplenty package {id}";
        XplentyPackage package = await GetAsync(
            address, subject, tree => XplentyReader.Package(tree, id, Name), call).ConfigureAwait(false);
        CheckReportedId(id, package.AdditionalData, subject, call, "package");
        return package;
    }

    /// <summary>Lists packages, sorted by name.</summary>
    /// <remarks>Source: Integrate.io ETL API, "List Packages".</remarks>
    /// <param name="status">List only packages with this status: active or archived. Null for all.</param>
    /// <param name="flowType">List only packages of this type: dataflow or workflow. Null for all.</param>
    /// <param name="range">The part of the list to read.</param>
    /// <param name="receiver">Receives the packages.</param>
    /// <param name="call">The cancellation token and the verbose output of the call.</param>
    /// <param name="filter">A filter that Xplenty cannot apply, or null for none.</param>
    /// <returns>A task that completes when the list has been read.</returns>
    /// <exception cref="JobServiceException">The list could not be read. The kind indicates the reason.</exception>
    public Task ListPackagesAsync(
        string? status,
        string? flowType,
        ListRange range,
        IListReceiver<XplentyPackage> receiver,
        CallContext call,
        Func<XplentyPackage, bool>? filter = null)
    {
        QueryString filters = new QueryString().Add("status", status).Add("flow_type", flowType).Add("sort", "name");
        return ReadListAsync(
            "Xplenty packages",
            range,
            MaxPageSize,
            (offset, limit) => GetAsync(
                $"packages{filters.Page(offset, limit)}",
                "Xplenty packages",
                tree => XplentyReader.Packages(tree, Name),
                call),
            static package => package.Id,
            receiver,
            call,
            filter,
            hasId: false);
    }
}
