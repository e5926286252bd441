using System;
using System.Globalization;
using System.Linq;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>Xplenty's packages.</summary>
internal sealed class PackageCatalog()
    : Catalog<StoredPackage>(Ordinary.Select(plan => new StoredPackage(IdOf(plan.Id!.Value), plan)))
{
    /// <summary>The package of a job that names none.</summary>
    internal const long First = 434;

    internal const long Workflow = 437;

    private const int FirstNumber = 5000;

    private static readonly NewPackage[] Ordinary =
    [
        new() { Id = First, Name = "Orders to warehouse" },
        new()
        {
            Id = 435,
            Name = "Customers to warehouse",
            Run = new() { Outcome = JobOutcome.Failed, Errors = ["The destination refused the login."] },
        },
        new() { Id = 436, Name = "Clicks to warehouse", Run = new() { DurationSeconds = 3600 } },
        new() { Id = Workflow, Name = "Nightly workflow" },
        new() { Id = 438, Name = "Retired load", Active = false },
    ];

    internal StoredPackage? Find(long id) => Find(IdOf(id));

    internal bool Remove(long id) => Remove(IdOf(id));

    /// <exception cref="ArgumentException">Xplenty could not have such a package.</exception>
    internal StoredPackage Create(NewPackage plan)
    {
        if (plan.Id <= 0)
        {
            throw new ArgumentException("The id of a package is above 0.");
        }

        NewJobValidator.Check(new NewJob(plan.Run) { Service = SandboxService.Xplenty });
        return Put(
            plan.Id is { } id ? IdOf(id) : null,
            number => IdOf(FirstNumber + number),
            free => new StoredPackage(free, plan));
    }

    private static string IdOf(long id) => id.ToString(CultureInfo.InvariantCulture);
}
