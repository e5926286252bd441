using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace JobStatus.Sandbox.Alma;

/// <summary>The Alma sets.</summary>
internal sealed class SetCatalog
{
    private const int MaxMembersPerRequest = 1000;

    // Stands for the id of a record that does not exist.
    private const string UnknownPrefix = "unknown";

    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, SandboxSet> _sets = [];
    private long _lastId;

    public SetCatalog(TimeProvider clock)
    {
        _clock = clock;
        Reset();
    }

    public IReadOnlyList<SandboxSet> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _sets.Values];
            }
        }
    }

    public SandboxSet? Find(string id)
    {
        lock (_gate)
        {
            return _sets.TryGetValue(id, out SandboxSet? set) ? set : null;
        }
    }

    public IReadOnlyList<string> MembersOf(SandboxSet set)
    {
        lock (_gate)
        {
            return [.. set.Members.Keys];
        }
    }

    public int CountMembers(SandboxSet set)
    {
        lock (_gate)
        {
            return set.Members.Count;
        }
    }

    /// <summary>Adds a set. Returns null on success; otherwise, the error that Alma reports.</summary>
    public AlmaError? Add(Func<string, DateTimeOffset, SandboxSet> create, out SandboxSet? set)
    {
        lock (_gate)
        {
            set = create((++_lastId).ToString(CultureInfo.InvariantCulture), _clock.GetUtcNow());
            string name = set.Name;
            if (_sets.Values.Any(other => other.Name == name))
            {
                set = null;
                return AlmaError.SetNameExists;
            }

            _sets.Add(set.Id, set);
            return null;
        }
    }

    public bool Remove(string id)
    {
        lock (_gate)
        {
            return _sets.Remove(id);
        }
    }

    /// <summary>Adds all members, or none of them. Returns null on success; otherwise, the error that Alma reports.</summary>
    public AlmaError? AddMembers(SandboxSet set, IReadOnlyList<string> ids) => Change(
        set,
        ids,
        id => set.Members.ContainsKey(id) ? AlmaError.AlreadyMember(id)
            : id.StartsWith(UnknownPrefix, StringComparison.Ordinal) ? AlmaError.InvalidMember(id)
            : null,
        id => set.Members.Add(id, true));

    /// <summary>Removes all members, or none of them. Returns null on success; otherwise, the error that Alma reports.</summary>
    public AlmaError? RemoveMembers(SandboxSet set, IReadOnlyList<string> ids) =>
        Change(set, ids, id => set.Members.ContainsKey(id) ? null : AlmaError.NotMember(id), id => set.Members.Remove(id));

    public void Reset()
    {
        lock (_gate)
        {
            _sets.Clear();
            _lastId = 7000000000000561;
            SandboxSet users = new()
            {
                Id = "6543210000000561", Name = "Active users", Content = "USER", Description = "Users who borrow items.",
                CreatedBy = "librarian", Private = false, CreatedAt = _clock.GetUtcNow(),
            };
            foreach (string id in new[] { "jdoe", "asmith", "mgarcia" })
            {
                users.Members.Add(id, true);
            }

            SandboxSet items = new()
            {
                Id = "6543220000000561", Name = "Items in storage", Content = "ITEM", Type = "LOGICAL",
                Query = "ITEM where location equals storage", CreatedBy = "librarian", CreatedAt = _clock.GetUtcNow(),
            };
            _sets.Add(users.Id, users);
            _sets.Add(items.Id, items);
        }
    }

    private AlmaError? Change(SandboxSet set, IReadOnlyList<string> ids, Func<string, AlmaError?> check, Action<string> change)
    {
        lock (_gate)
        {
            if (ids.Count > MaxMembersPerRequest)
            {
                return AlmaError.TooManyMembers;
            }

            HashSet<string> seen = [];
            foreach (string id in ids)
            {
                if (!seen.Add(id))
                {
                    return AlmaError.DuplicateMember(id);
                }

                if (check(id) is { } error)
                {
                    return error;
                }
            }

            foreach (string id in ids)
            {
                change(id);
            }

            return null;
        }
    }
}
