using System.Collections.Generic;

namespace JobStatus;

/// <summary>Shared empty values for fields that a service did not send.</summary>
internal static class NoData
{
    public static readonly IReadOnlyDictionary<string, object?> Dictionary = new Dictionary<string, object?>(0);
}
