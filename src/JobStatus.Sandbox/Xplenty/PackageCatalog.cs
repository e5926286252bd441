using System;
using System.Globalization;
using System.Linq;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>The Xplenty packages.</summary>
internal sealed class PackageCatalog()
    : Catalog<StoredPackage>(BuiltIn.Select(plan => new StoredPackage(IdOf(plan.Id!.Value), plan)))
{
    /// <summary>The package of a job for which none is specified.</summary>
    public const long First = 434;

    public const long Workflow = 437;

    private const int FirstNumber = 5000;

    private static readonly NewPackage[] BuiltIn =
    [
        new() { Id = First, Name = "Orders to warehouse", Variables = new() { ["day"] = "CurrentDate()" } },
        new()
        {
            Id = 435,
            Name = "Customers to warehouse",
            Run = new() { Outcome = JobOutcome.Failed, Errors = ["The destination refused the login."] },
        },
        new() { Id = 436, Name = "Clicks to warehouse", Run = new() { DurationSeconds = 3600 } },
        new() { Id = Workflow, Name = "Nightly workflow", FlowType = "workflow" },
        new() { Id = 438, Name = "Retired load", Active = false },
    ];

    public StoredPackage? Find(long id) => Find(IdOf(id));

    public bool Remove(long id) => Remove(IdOf(id));

    /// <summary>Adds a package, or replaces the one with the same id.</summary>
    /// <exception cref="ArgumentException">The package is not valid.</exception>
    public StoredPackage Create(NewPackage plan)
    {
        if (plan.Id <= 0)
        {
            throw new ArgumentException("The id of a package must be greater than 0.");
        }

        NewJobValidator.Validate(new NewJob(plan.Run) { Service = SandboxService.Xplenty });
        return AddOrReplace(
            plan.Id is { } requestedId ? IdOf(requestedId) : null,
            number => IdOf(FirstNumber + number),
            id => new StoredPackage(id, plan));
    }

    private static string IdOf(long id) => id.ToString(CultureInfo.InvariantCulture);
}
