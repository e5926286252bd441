namespace JobStatus.Sandbox.Jobs;

/// <summary>The forms in which a job's answer can be asked for.</summary>
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
