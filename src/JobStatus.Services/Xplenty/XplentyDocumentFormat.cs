using System;
using JobStatus.Services.Documents;
using JobStatus.Services.Json;
using JobStatus.Services.Lists;

namespace JobStatus.Services.Xplenty;

/// <summary>The bodies of service hooks for jobs, and responses with jobs.</summary>
internal sealed class XplentyDocumentFormat : DocumentFormat
{
    public override string Service => "Xplenty";

    public override bool AcceptsXml => false;

    internal override string RunMember => XplentyReader.JobMember;

    private protected override string RunName => "job";

    private protected override string RecommendedAction =>
        "Use a job from Xplenty in JSON, or the body of a service hook for a job.";

    private protected override ListPage<RemoteJob> ReadRuns(ResponseTree tree, DateTimeOffset observedAt, bool isItem) =>
        XplentyReader.Document(tree, observedAt) is { Id.Length: > 0 } job ? new([job]) : new([], receivedCount: 1);
}
