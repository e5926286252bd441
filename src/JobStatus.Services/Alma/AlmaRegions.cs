using System;
using System.Collections.Generic;
using System.Linq;

namespace JobStatus.Services.Alma;

/// <summary>The regional hosts of Alma.</summary>
public static class AlmaRegions
{
    private static readonly Dictionary<string, Uri> Hosts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["NA"] = new("https://api-na.hosted.exlibrisgroup.com"),
        ["EU"] = new("https://api-eu.hosted.exlibrisgroup.com"),
        ["AP"] = new("https://api-ap.hosted.exlibrisgroup.com"),
        ["APS"] = new("https://api-aps.hosted.exlibrisgroup.com"),
        ["CA"] = new("https://api-ca.hosted.exlibrisgroup.com"),
        ["CN"] = new("https://api-cn.hosted.exlibrisgroup.com.cn"),
    };

    /// <summary>Returns the host for a region.</summary>
    /// <param name="region">NA, EU, AP, APS, CA, or CN. Case is ignored.</param>
    /// <returns>The address of the host.</returns>
    /// <exception cref="JobServiceException">InvalidRequest: the region does not exist.</exception>
    public static Uri GetHost(string region) =>
        Hosts.TryGetValue(region, out Uri? host)
            ? host
            : throw new JobServiceException(
                "Alma",
                JobServiceErrorKind.InvalidRequest,
                $"'{DisplayText.OneLine(region)}' is not a valid Alma region.",
                $"Use one of these regions: {string.Join(", ", Hosts.Keys.ToArray())}.");
}
