using System.Collections.Generic;

namespace JobStatus;

/// <summary>The empty values that stand where a service sent nothing.</summary>
internal static class NoData
{
    public static readonly IReadOnlyDictionary<string, object?> Dictionary = new Dictionary<string, object?>(0);
}
