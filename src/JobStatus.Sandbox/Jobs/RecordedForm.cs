namespace JobStatus.Sandbox;

/// <summary>The forms in which a job's answer can be asked for.</summary>
internal enum RecordedForm
{
    AlmaXml,
    AlmaJson,
    XplentyVersion1,
    XplentyVersion2,
    AlteryxJob,
    AlteryxJobWithoutMessages,
    AlteryxMessages,
}
