using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;

namespace JobStatus.Services;

/// <summary>The services that the module knows.</summary>
public static class JobServices
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<JobServiceRegistration> All { get; } = [AlmaClient.Registration, XplentyClient.Registration, AlteryxClient.Registration];

    /// <summary>The service of a name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The service; null when there is none of that name.</returns>
    public static JobServiceRegistration? Find(string name) =>
        All.FirstOrDefault(service => string.Equals(service.Name, name, StringComparison.OrdinalIgnoreCase));
}
