namespace JobStatus.Sandbox.Jobs;

/// <summary>The formats in which a client can request a recorded job.</summary>
internal enum RecordedFormat
{
    AlmaXml,
    AlmaJson,
    XplentyVersion1,
    XplentyVersion2,
    AlteryxJob,
    AlteryxJobWithoutMessages,
    AlteryxMessages,
}
