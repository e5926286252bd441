using System.Collections.Generic;

namespace JobStatus.Sandbox;

/// <summary>A job whose answers were written down beforehand; time does nothing to it.</summary>
internal sealed class RecordedJob(
    SandboxService service,
    string id,
    string? jobId,
    IReadOnlyDictionary<RecordedForm, RecordedBody> bodies)
    : StoredJob(service, id, jobId, name: null)
{
    /// <summary>The body in that form, or null when there is none.</summary>
    internal RecordedBody? Find(RecordedForm form) => bodies.GetValueOrDefault(form);
}
