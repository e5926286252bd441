using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace JobStatus.Services.Json;

/// <summary>An object as a service sends it. Fields that nobody knows are kept.</summary>
internal abstract class WireForm
{
    [JsonExtensionData]
    public Dictionary<string, object?>? UnknownFields { get; set; }
}
