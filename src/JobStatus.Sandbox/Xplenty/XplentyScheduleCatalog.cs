using System;
using System.Globalization;
using System.Linq;
using JobStatus.Sandbox.Jobs;

namespace JobStatus.Sandbox.Xplenty;

/// <summary>The Xplenty schedules.</summary>
internal sealed class XplentyScheduleCatalog(TimeProvider clock)
    : Catalog<StoredXplentySchedule>(BuiltIn.Select(plan => new StoredXplentySchedule(IdOf(plan.Id!.Value), plan, clock.GetUtcNow())))
{
    private const int FirstNumber = 6000;

    private static readonly NewXplentySchedule[] BuiltIn =
    [
        new() { Id = 71, Name = "Nightly orders", ExecutionCount = 12 },
        new() { Id = 72, Name = "Weekly customers", PackageIds = [435], NextRunInSeconds = 3 * 24 * 3600 },
        new() { Id = 73, Name = "Paused clicks", PackageIds = [436], Enabled = false },
    ];

    public StoredXplentySchedule? Find(long id) => Find(IdOf(id));

    public bool Remove(long id) => Remove(IdOf(id));

    /// <summary>Adds a schedule, or replaces the one with the same id.</summary>
    /// <exception cref="ArgumentException">The schedule is not valid.</exception>
    public StoredXplentySchedule Create(NewXplentySchedule plan) =>
        plan.Id <= 0
            ? throw new ArgumentException("The id of a schedule must be greater than 0.")
            : AddOrReplace(
                plan.Id is { } requestedId ? IdOf(requestedId) : null,
                number => IdOf(FirstNumber + number),
                id => new StoredXplentySchedule(id, plan, clock.GetUtcNow()));

    /// <summary>Replaces a schedule with a changed copy.</summary>
    public StoredXplentySchedule Replace(StoredXplentySchedule changed) => AddOrReplace(changed.Id, _ => changed.Id, _ => changed);

    private static string IdOf(long id) => id.ToString(CultureInfo.InvariantCulture);
}
