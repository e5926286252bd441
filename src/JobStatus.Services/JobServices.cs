using System;
using System.Collections.Generic;
using System.Linq;
using JobStatus.Services.Alma;
using JobStatus.Services.Alteryx;
using JobStatus.Services.Xplenty;

namespace JobStatus.Services;

/// <summary>The registered services.</summary>
public static class JobServices
{
    /// <summary>All registered services.</summary>
    public static IReadOnlyList<JobServiceRegistration> All { get; } =
        [AlmaClient.Registration, XplentyClient.Registration, AlteryxClient.Registration];

    /// <summary>Finds a service by its name.</summary>
    /// <param name="name">The name of the service. Case is ignored.</param>
    /// <returns>The service, or null if there is no service with that name.</returns>
    public static JobServiceRegistration? Find(string name) =>
        All.FirstOrDefault(service => string.Equals(service.Name, name, StringComparison.OrdinalIgnoreCase));
}
